#include "commerce/catalog/price_cut.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

VariantId variant_id(std::uint8_t number) {
  VariantId id;
  id.bytes[0] = number;
  return id;
}

/// Variants 1, 2, ... at these prices.
Product priced(std::initializer_list<std::int64_t> prices) {
  Product product;
  for (const std::int64_t minor : prices) {
    Variant variant;
    variant.id = variant_id(static_cast<std::uint8_t>(product.variants.size() + 1));
    variant.price = {minor, Currency::parse("EUR").value()};
    product.variants.push_back(variant);
  }
  return product;
}

TEST(PriceCut, IsOneOfMoreThanHalf) {
  EXPECT_FALSE(slashes_a_price(priced({1000}), priced({1000})));
  EXPECT_FALSE(slashes_a_price(priced({1000}), priced({9000})));
  EXPECT_FALSE(slashes_a_price(priced({1000}), priced({500})));
  EXPECT_TRUE(slashes_a_price(priced({1000}), priced({499})));
  EXPECT_FALSE(slashes_a_price(priced({1001}), priced({501})));
  EXPECT_TRUE(slashes_a_price(priced({1001}), priced({500})));
  EXPECT_TRUE(slashes_a_price(priced({1000, 1000}), priced({1000, 0})));
  EXPECT_FALSE(slashes_a_price(priced({0}), priced({0})));
}

TEST(PriceCut, IsSeenWhenAVariantGoesOutAndComesInAgain) {
  Product after = priced({400});
  after.variants[0].id = variant_id(9);

  EXPECT_TRUE(slashes_a_price(priced({1000, 2000}), after));
  after.variants[0].price.minor = 500;
  EXPECT_FALSE(slashes_a_price(priced({1000, 2000}), after));
}

TEST(PriceCut, IsNoneWhereNothingHadAPrice) { EXPECT_FALSE(slashes_a_price(Product{}, priced({1}))); }

}  // namespace
}  // namespace souk
