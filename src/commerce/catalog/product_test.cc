#include "commerce/catalog/product.h"

#include <gtest/gtest.h>

#include "commerce/cart/cart.h"

namespace souk {
namespace {

Currency eur() { return Currency::parse("EUR").value(); }

template <class AnyId>
AnyId id(std::uint8_t number) {
  AnyId id;
  id.bytes.back() = number;
  return id;
}

Variant a_variant(std::uint8_t number, std::vector<std::string> option_values = {}) {
  Variant variant;
  variant.id = id<VariantId>(number);
  variant.stock_item = id<StockItemId>(number);
  variant.option_values = std::move(option_values);
  variant.price = {1999, eur()};
  return variant;
}

Product a_product() {
  Product product;
  product.slug = "kyusu-teapot";
  product.title = "Kyūsu teapot";
  product.options = {{"Color", {"Indigo", "Sand"}}, {"Size", {"250 ml", "400 ml"}}};
  product.variants = {a_variant(1, {"Indigo", "250 ml"}), a_variant(2, {"Indigo", "400 ml"}), a_variant(3, {"Sand", "250 ml"})};
  product.images = {{"", "https://example.com/teapot.jpg", "A teapot"}};
  product.custom_fields = {{"Google Shopping / Gender", "unisex"}};
  return product;
}

/// What `validated` says of a good product after `spoil`.
template <class Spoil>
Error refusal_of(Spoil spoil) {
  Product product = a_product();
  spoil(product);
  const auto result = validated(std::move(product));
  return result ? Error{ErrorCode::internal, "accepted"} : result.error();
}

template <class Spoil>
std::string pointer_of(Spoil spoil) {
  const Error error = refusal_of(spoil);
  return error.code == ErrorCode::validation_failed ? error.pointer : error.detail;
}

TEST(Product, IsAcceptedAsItIs) { EXPECT_EQ(validated(a_product()), a_product()); }

TEST(Product, NeedsNoVariantYet) {
  Product draft = a_product();
  draft.variants.clear();

  EXPECT_TRUE(validated(draft).has_value());
}

TEST(Product, RefusalsPointToTheirCause) {
  EXPECT_EQ(pointer_of([](Product& p) { p.slug = "Not a slug"; }), "/slug");
  EXPECT_EQ(pointer_of([](Product& p) { p.title = "  "; }), "/title");
  EXPECT_EQ(pointer_of([](Product& p) { p.title = std::string(256, 'a'); }), "/title");
  EXPECT_EQ(pointer_of([](Product& p) { p.vendor = "\xFF"; }), "/vendor");
  EXPECT_EQ(pointer_of([](Product& p) { p.tags = {"tea", "pot", "tea"}; }), "/tags/2");
  EXPECT_EQ(pointer_of([](Product& p) { p.categories = {id<CategoryId>(1), id<CategoryId>(1)}; }), "/categories/1");
  EXPECT_EQ(pointer_of([](Product& p) { p.description_html = std::string(kMaxSharedBytes, 'a'); }), "/description_html");
  EXPECT_EQ(pointer_of([](Product& p) { p.custom_fields.push_back(p.custom_fields.front()); }),
            "/custom_fields/Google Shopping ~1 Gender");
  EXPECT_EQ(refusal_of([](Product& p) { p.type = "tea\npot"; }).code, ErrorCode::invalid_characters);
}

TEST(Product, OptionsAreUnique) {
  EXPECT_EQ(pointer_of([](Product& p) { p.options[1].name = "Color"; }), "/options/1/name");
  EXPECT_EQ(pointer_of([](Product& p) { p.options[0].values.push_back("Indigo"); }), "/options/0/values/2");
  EXPECT_EQ(pointer_of([](Product& p) { p.options.resize(4, {"More", {"x"}}); }), "/options");
}

TEST(Product, VariantsChooseOneValueOfEachOption) {
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[1].option_values.pop_back(); }), "/variants/1/option_values");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[1].option_values[0] = "Black"; }), "/variants/1/option_values/0");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[2].option_values = p.variants[0].option_values; }),
            "/variants/2/option_values");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[2].id = p.variants[0].id; }), "/variants/2/id");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[2].stock_item = p.variants[0].stock_item; }), "/variants/2/stock_item");
}

TEST(Product, PricesAreInOneCurrencyAndNotNegative) {
  const Currency usd = Currency::parse("USD").value();

  EXPECT_EQ(pointer_of([](Product& p) { p.variants[0].price = Money{}; }), "/variants/0/price");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[1].price.minor = -1; }), "/variants/1/price");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[1].price.minor = kMaxMinor + 1; }), "/variants/1/price");
  EXPECT_EQ(pointer_of([&](Product& p) { p.variants[2].price.currency = usd; }), "/variants/2/price");
  EXPECT_EQ(pointer_of([&](Product& p) { p.variants[0].compare_at_price = Money{1, usd}; }), "/variants/0/compare_at_price");
}

TEST(Product, QuantitiesStayWithinALine) {
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[0].minimum_quantity = 0; }), "/variants/0/minimum_quantity");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[0].maximum_quantity = kMaxLineQuantity + 1; }),
            "/variants/0/maximum_quantity");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[0].minimum_quantity = 1000; }), "/variants/0/maximum_quantity");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[0].grams = -1; }), "/variants/0/grams");
}

TEST(Product, ImagesNeedASource) {
  const std::string hash(64, 'a');

  EXPECT_EQ(pointer_of([](Product& p) { p.images.push_back({}); }), "/images/1");
  EXPECT_EQ(pointer_of([](Product& p) { p.images[0].media = "../secret"; }), "/images/0/media");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants[0].image = Image{"x.jpg", "", ""}; }), "/variants/0/image/media");
  EXPECT_EQ(pointer_of([&](Product& p) { p.images[0].media = hash + ".webp"; }), "accepted");
}

TEST(Product, CountsAreBounded) {
  EXPECT_EQ(pointer_of([](Product& p) { p.images.resize(kMaxImages + 1, p.images[0]); }), "/images");
  EXPECT_EQ(pointer_of([](Product& p) { p.tags.resize(kMaxTags + 1, "x"); }), "/tags");
  EXPECT_EQ(pointer_of([](Product& p) { p.variants.resize(kMaxVariants + 1, p.variants[0]); }), "/variants");
}

TEST(Product, IsVisibleWhenActiveAndItsDateIsReached) {
  const Instant now{std::chrono::hours{1'000'000}};
  Product product = a_product();

  EXPECT_FALSE(is_visible(product, now));
  product.status = ProductStatus::active;
  EXPECT_TRUE(is_visible(product, now));
  product.publish_at = now;
  EXPECT_TRUE(is_visible(product, now));
  EXPECT_FALSE(is_visible(product, now - std::chrono::milliseconds{1}));
}

TEST(Variant, IsTitledByItsOptionValues) {
  EXPECT_EQ(a_variant(1, {"Indigo", "250 g"}).title(), "Indigo / 250 g");
  EXPECT_EQ(a_variant(1).title(), "");
}

TEST(Category, IsCheckedAlone) {
  Category category;
  category.id = id<CategoryId>(1);
  category.slug = "teapots";
  category.title = "Teapots";

  EXPECT_EQ(validated(category), category);
  category.parent = category.id;
  EXPECT_EQ(validated(category).error().pointer, "/parent");
  category.parent.reset();
  category.position = -1;
  EXPECT_EQ(validated(category).error().pointer, "/position");
  category.title = "";
  EXPECT_EQ(validated(category).error().pointer, "/title");
  category.slug = "";
  EXPECT_EQ(validated(category).error().pointer, "/slug");
}

}  // namespace
}  // namespace souk
