#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk {

/// An ISO 4217 currency of the list in currency.cc; there is no other way to make one than `parse` (or a literal in tests via
/// it).
class Currency {
 public:
  constexpr Currency() = default;  // "XXX", ISO's own code for no currency: exponent 0
  /// `code`: three upper-case letters. Errors: invalid_argument.
  static Result<Currency> parse(std::string_view code);
  /// The whole list, by code.
  static std::span<const Currency> all();

  std::string_view code() const { return {letters_.data(), letters_.size()}; }
  /// Decimal places of the minor unit, 0 to 4.
  int exponent() const { return exponent_; }
  friend bool operator==(const Currency&, const Currency&) = default;

 private:
  struct List;
  constexpr Currency(std::string_view code, std::int8_t exponent) : letters_{code[0], code[1], code[2]}, exponent_(exponent) {}

  std::array<char, 3> letters_{'X', 'X', 'X'};
  std::int8_t exponent_ = 0;
};

}  // namespace souk
