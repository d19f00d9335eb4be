#include "commerce/catalog/price_cut.h"

#include <algorithm>
#include <unordered_map>

namespace souk {

bool slashes_a_price(const Product& before, const Product& after) {
  if (before.variants.empty()) return false;
  std::unordered_map<VariantId, std::int64_t> prices;
  std::int64_t cheapest = before.variants.front().price.minor;
  for (const Variant& variant : before.variants) {
    prices.emplace(variant.id, variant.price.minor);
    cheapest = std::min(cheapest, variant.price.minor);
  }
  return std::ranges::any_of(after.variants, [&](const Variant& variant) {
    const auto known = prices.find(variant.id);
    const std::int64_t was = known == prices.end() ? cheapest : known->second;
    return variant.price.minor < was - variant.price.minor;  // twice the new one is less than the old one, without overflow
  });
}

}  // namespace souk
