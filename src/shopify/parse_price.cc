#include <algorithm>
#include <cctype>
#include <string>

#include "commerce/money/money.h"
#include "shopify/product_rows.h"

namespace souk::shopify {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1,299,000" -> "1299000"; nullopt when a comma stands anywhere but before each group of three.
std::optional<std::string> without_grouping(std::string_view whole) {
  std::string digits;
  const auto first_comma = whole.find(',');
  if (first_comma == std::string_view::npos) return std::string(whole);
  if (first_comma == 0 || first_comma > 3) return std::nullopt;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const bool comma_due = i >= first_comma && (i - first_comma) % 4 == 0;
    if ((whole[i] == ',') != comma_due) return std::nullopt;
    if (whole[i] != ',') digits += whole[i];
  }
  if ((whole.size() - first_comma) % 4 != 0) return std::nullopt;
  return digits;
}

}  // namespace

Result<Money> parse_price(std::string_view text, const Currency& currency) {
  const auto refused = [&] {
    return fail(ErrorCode::validation_failed, "'" + std::string(text) + "' is not a price in " + std::string(currency.code()));
  };
  const auto dot = text.find('.');
  auto whole = without_grouping(text.substr(0, dot));
  if (!whole || whole->empty() || !std::all_of(whole->begin(), whole->end(), is_digit)) return refused();
  std::string_view places = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
  const auto exponent = static_cast<std::size_t>(currency.exponent());
  while (places.size() > exponent && places.ends_with('0')) places.remove_suffix(1);  // "36.00" in yen
  if (places.size() > exponent || !std::all_of(places.begin(), places.end(), is_digit)) return refused();
  auto money = parse_decimal(places.empty() ? *whole : *whole + '.' + std::string(places), currency);
  if (!money) return refused();
  return *money;
}

}  // namespace souk::shopify
