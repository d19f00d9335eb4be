#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/error/error.h"
#include "commerce/money/currency.h"

namespace souk {

/// Exact, in minor units: 1999 is 19.99 EUR and 1999 JPY. No sum crosses currencies.
struct Money {
  std::int64_t minor = 0;
  Currency currency{};
  friend bool operator==(const Money&, const Money&) = default;
};

/// Every amount stays below 2^53 so that JavaScript reads it exactly.
inline constexpr std::int64_t kMaxMinor = (std::int64_t{1} << 53) - 1;

/// Errors of all four: invalid_argument for another currency or a result beyond ±kMaxMinor.
Result<Money> add(Money a, Money b);
Result<Money> subtract(Money a, Money b);
Result<Money> multiply(Money price, std::int64_t quantity);
Result<Money> sum(std::span<const Money> parts, Currency currency);  // no parts: zero

enum class Rounding { half_up, down };  // half_up: away from zero at exactly a half; down: towards zero
/// `amount` × `numerator` / `denominator` in 128 bits, rounded once. `denominator` > 0. Errors: invalid_argument.
Result<Money> portion(Money amount, std::int64_t numerator, std::int64_t denominator, Rounding rounding);

/// Splits `total` over `weights` by largest remainder; ties go to the earlier part.
/// `weights`: one per part, none negative, not all zero. Result: same length and order, sums to `total` exactly.
/// Errors: invalid_argument. Why this split: docs/decisions/0002-discount-split.md.
Result<std::vector<Money>> allocate(Money total, std::span<const std::int64_t> weights);

/// "19.99" in a currency of two places; at most the currency's places, no sign, no grouping, no exponent. Errors:
/// invalid_argument.
Result<Money> parse_decimal(std::string_view text, Currency currency);
/// The reverse, always with all places: "19.90".
std::string to_decimal(Money money);

inline bool same_currency(Money a, Money b) { return a.currency == b.currency; }
inline Money zero(Currency currency) { return {0, currency}; }

}  // namespace souk
