#pragma once

#include <cstdint>
#include <initializer_list>

namespace souk {

/// A set of an enum's values, of which there are at most 32.
template <class Enum>
class Flags {
 public:
  constexpr Flags() = default;
  constexpr Flags(std::initializer_list<Enum> values) {
    for (const Enum value : values) bits_ |= bit(value);
  }

  constexpr bool contains(Enum value) const { return (bits_ & bit(value)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  /// Whether all of `others` are in it.
  constexpr bool covers(Flags others) const { return (others.bits_ & ~bits_) == 0; }
  constexpr void insert(Enum value) { bits_ |= bit(value); }
  friend constexpr bool operator==(const Flags&, const Flags&) = default;

 private:
  static constexpr std::uint32_t bit(Enum value) { return std::uint32_t{1} << static_cast<unsigned>(value); }
  std::uint32_t bits_ = 0;
};

}  // namespace souk
