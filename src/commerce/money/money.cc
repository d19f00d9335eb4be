#include "commerce/money/money.h"

#include <algorithm>

namespace souk {
namespace {

using Wide = __int128;  // products of two amounts fit

Result<Money> in_bounds(Wide minor, Currency currency) {
  if (minor > kMaxMinor || minor < -kMaxMinor) return fail(ErrorCode::invalid_argument, "The amount is too large");
  return Money{static_cast<std::int64_t>(minor), currency};
}

std::unexpected<Error> mixed_currencies() {
  return fail(ErrorCode::invalid_argument, "Amounts in different currencies cannot be added up");
}

std::int64_t minor_units_in(Currency currency) {
  std::int64_t units = 1;
  for (int place = 0; place < currency.exponent(); ++place) units *= 10;
  return units;
}

struct Share {
  std::size_t part;
  Wide remainder;
};

}  // namespace

Result<Money> add(Money a, Money b) {
  if (!same_currency(a, b)) return mixed_currencies();
  return in_bounds(Wide{a.minor} + b.minor, a.currency);
}

Result<Money> subtract(Money a, Money b) {
  if (!same_currency(a, b)) return mixed_currencies();
  return in_bounds(Wide{a.minor} - b.minor, a.currency);
}

Result<Money> multiply(Money price, std::int64_t quantity) { return in_bounds(Wide{price.minor} * quantity, price.currency); }

Result<Money> sum(std::span<const Money> parts, Currency currency) {
  Wide total = 0;
  for (const Money part : parts) {
    if (part.currency != currency) return mixed_currencies();
    total += part.minor;
  }
  return in_bounds(total, currency);
}

Result<Money> portion(Money amount, std::int64_t numerator, std::int64_t denominator, Rounding rounding) {
  if (denominator <= 0) return fail(ErrorCode::invalid_argument, "A portion needs a positive denominator");
  const Wide product = Wide{amount.minor} * numerator;
  Wide quotient = product / denominator;  // towards zero
  const Wide remainder = product % denominator;
  const Wide missing = remainder < 0 ? -remainder : remainder;
  if (rounding == Rounding::half_up && 2 * missing >= denominator) quotient += product < 0 ? -1 : 1;
  return in_bounds(quotient, amount.currency);
}

Result<std::vector<Money>> allocate(Money total, std::span<const std::int64_t> weights) {
  Wide weight_sum = 0;
  for (const std::int64_t weight : weights) {
    if (weight < 0) return fail(ErrorCode::invalid_argument, "A weight is negative");
    weight_sum += weight;
  }
  if (weight_sum == 0) return fail(ErrorCode::invalid_argument, "There is nothing to split the amount over");

  const Wide magnitude = total.minor < 0 ? -Wide{total.minor} : Wide{total.minor};
  const Wide sign = total.minor < 0 ? -1 : 1;
  std::vector<Money> parts;
  parts.reserve(weights.size());
  std::vector<Share> shares;
  shares.reserve(weights.size());
  Wide left = magnitude;
  for (const std::int64_t weight : weights) {
    const Wide product = magnitude * weight;
    const Wide whole = product / weight_sum;
    shares.push_back({parts.size(), product % weight_sum});
    parts.push_back({static_cast<std::int64_t>(sign * whole), total.currency});
    left -= whole;
  }
  // Fewer units are left than parts have a remainder, so a part of weight zero never gets one.
  std::ranges::stable_sort(shares, std::ranges::greater{}, &Share::remainder);
  for (auto share = shares.begin(); left > 0; ++share, --left) parts[share->part].minor += static_cast<std::int64_t>(sign);
  return parts;
}

Result<Money> parse_decimal(std::string_view text, Currency currency) {
  const auto malformed = [] {
    return fail(ErrorCode::invalid_argument, "Not an amount: digits, and a point before the decimal places");
  };
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view places = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && places.empty())) return malformed();
  if (places.size() > static_cast<std::size_t>(currency.exponent()))
    return fail(ErrorCode::invalid_argument, "The amount has more decimal places than its currency");

  Wide minor = 0;
  const auto append = [&minor](char digit) {
    if (digit < '0' || digit > '9') return false;
    if (minor <= kMaxMinor) minor = minor * 10 + (digit - '0');  // beyond it is refused below, whatever follows
    return true;
  };
  if (!std::ranges::all_of(whole, append) || !std::ranges::all_of(places, append)) return malformed();
  for (auto place = static_cast<int>(places.size()); place < currency.exponent(); ++place) append('0');
  return in_bounds(minor, currency);
}

std::string to_decimal(Money money) {
  const bool negative = money.minor < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(money.minor) : static_cast<std::uint64_t>(money.minor);
  const auto units = static_cast<std::uint64_t>(minor_units_in(money.currency));
  std::string text = (negative ? "-" : "") + std::to_string(magnitude / units);
  if (money.currency.exponent() == 0) return text;
  const std::string places = std::to_string(magnitude % units + units);  // a leading 1 keeps the zeros
  return text + '.' + places.substr(1);
}

}  // namespace souk
