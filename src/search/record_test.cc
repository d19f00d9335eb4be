#include "search/record.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::search {
namespace {

ports::IndexedProduct a_product() {
  ports::IndexedProduct indexed;
  Product& product = indexed.product;
  product.id.bytes.fill(7);
  product.slug = "mug";
  product.title = "Kyūsu “blau”";
  product.vendor = "Kiln";
  product.tags = {"Sale", "new"};
  product.options = {{.name = "Color", .values = {"Red", "Blue"}}};
  product.created_at = Instant{std::chrono::milliseconds{1'700'000'000'000}};
  const Currency euro = Currency::parse("EUR").value();
  for (int i = 0; i < 12; ++i) {
    Variant variant;
    variant.id.bytes.fill(static_cast<std::uint8_t>(i));
    variant.stock_item.bytes.fill(static_cast<std::uint8_t>(100 + i));
    variant.sku = "SKU-" + std::to_string(i);
    variant.option_values = {"Red"};
    variant.price = {2000 - i, euro};
    if (i == 11) variant.compare_at_price = Money{2500, euro};
    if (i == 3) variant.image = Image{.media = "ab.webp", .source_url = "x.jpg", .alt = "side"};
    variant.custom_fields = {{"glaze", "matt"}};
    product.variants.push_back(variant);
    indexed.stock.push_back({.id = variant.stock_item, .policy = StockPolicy::deny, .on_hand = i % 2});
  }
  return indexed;
}

TEST(Record, SummarizesAProduct) {
  const Record record = record_of(a_product());

  EXPECT_EQ(record.summary.price_min.minor, 1989);
  EXPECT_EQ(record.summary.price_max.minor, 2000);
  EXPECT_EQ(record.summary.compare_at_price->minor, 2500) << "of the cheapest variant";
  EXPECT_EQ(record.summary.variants.size(), kSummaryVariants);
  EXPECT_EQ(record.summary.variant_count, 12);
  EXPECT_EQ(record.summary.image->alt, "side") << "of a variant, when the product has none";
  EXPECT_TRUE(record.summary.available);
  EXPECT_TRUE(record.summary.variants[0].first.custom_fields.empty());
  EXPECT_FALSE(record.summary.variants[0].second);
  EXPECT_TRUE(record.summary.variants[1].second);
  EXPECT_EQ(record.variants.size(), 12u);
  EXPECT_TRUE(record.variants[11].available);
}

TEST(Record, TakesAVariantWithoutItsStockAsSoldOut) {
  ports::IndexedProduct indexed = a_product();
  indexed.stock.clear();

  EXPECT_FALSE(record_of(indexed).summary.available);
}

TEST(Record, ReadsWhatItWrote) {
  Record record = record_of(a_product());
  record.words = 300;
  record.title_words = 2;
  record.publish_at = Instant{std::chrono::milliseconds{1'800'000'000'000}};
  record.categories = {CategoryId{}, CategoryId{}};
  record.categories[1].bytes.fill(9);

  const Record read = unpack_record(pack(record)).value();

  EXPECT_EQ(pack(read), pack(record));
  EXPECT_EQ(read.variants, record.variants);
  EXPECT_EQ(read.categories, record.categories);
  EXPECT_EQ(read.publish_at, record.publish_at);
  EXPECT_EQ(read.newest_at, record.newest_at);
  EXPECT_EQ(read.summary.variants, record.summary.variants);
  EXPECT_EQ(read.summary.image, record.summary.image);
  EXPECT_EQ(read.words, 300);
}

TEST(Record, CallsCutBytesCorrupt) {
  const Bytes whole = pack(record_of(a_product()));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto read = unpack_record(std::span(whole).first(length));
    ASSERT_FALSE(read) << length;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
  }
}

RC_GTEST_PROP(Record, SurvivesAnyBytes, (const Bytes& bytes)) {
  const auto record = unpack_record(bytes);
  const auto summary = unpack_summary(bytes);
  RC_ASSERT(record || record.error().code == ErrorCode::corrupt);
  RC_ASSERT(summary || summary.error().code == ErrorCode::corrupt);
}

RC_GTEST_PROP(Packing, NumbersAndTextsComeBack,
              (const std::vector<std::int64_t>& numbers, const std::vector<std::string>& texts)) {
  Packer packer;
  for (const auto number : numbers) packer.put(number);
  for (const auto& text : texts) packer.put(text);
  packer.put(std::numeric_limits<std::int64_t>::min());
  packer.put(std::numeric_limits<std::int64_t>::max());

  const Bytes bytes = packer.take();
  Unpacker unpacker(bytes);
  for (const auto number : numbers) RC_ASSERT(unpacker.number() == number);
  for (const auto& text : texts) RC_ASSERT(unpacker.text() == text);
  RC_ASSERT(unpacker.number() == std::numeric_limits<std::int64_t>::min());
  RC_ASSERT(unpacker.number() == std::numeric_limits<std::int64_t>::max());
  RC_ASSERT(unpacker.ok());
  RC_ASSERT(unpacker.rest().empty());
}

}  // namespace
}  // namespace souk::search
