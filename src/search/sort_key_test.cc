#include "search/sort_key.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::search {
namespace {

using ports::ProductSort;

TEST(SortKey, OrdersByNumberTextAndId) {
  ProductId first;
  ProductId second;
  second.bytes[21] = 1;

  EXPECT_LT((SortKey{.number = 1, .id = second}), (SortKey{.number = 2, .id = first}));
  EXPECT_LT((SortKey{.text = "a", .id = second}), (SortKey{.text = "b", .id = first}));
  EXPECT_LT((SortKey{.text = "a", .id = first}), (SortKey{.text = "a", .id = second}));
}

TEST(SortKey, PutsHigherScoresFirst) {
  EXPECT_LT(relevance_key(2.5F, {}), relevance_key(2.4F, {}));
  EXPECT_LT(relevance_key(0.001F, {}), relevance_key(0.0005F, {}));
}

TEST(SortKey, KeepsTheKeyOfATitleShortAndWhole) {
  const FacetDictionary dictionary;
  Record record;
  for (int i = 0; i < 100; ++i) record.summary.title += "茶";

  const auto document = contents_of(record, dictionary).document;

  EXPECT_LE(document->title_key.size(), 80u);
  EXPECT_EQ(document->title_key.size() % std::string("茶").size(), 0u);
}

TEST(SortKey, RefusesPositionsOfOtherOrdersAndOtherTexts) {
  const std::string position = position_of({.number = -5, .id = {}}, ProductSort::newest);

  EXPECT_TRUE(parse_position(position, ProductSort::newest));
  EXPECT_FALSE(parse_position(position, ProductSort::price_asc));
  EXPECT_FALSE(parse_position(position.substr(0, position.size() - 3), ProductSort::newest));
  EXPECT_FALSE(parse_position("", ProductSort::newest));
  EXPECT_FALSE(parse_position("newest", ProductSort::newest));
  EXPECT_FALSE(parse_position("newest 99999999999999999999 " + ProductId{}.text() + " ", ProductSort::newest));
  EXPECT_FALSE(parse_position("newest 5x " + ProductId{}.text() + " ", ProductSort::newest));
}

RC_GTEST_PROP(SortKey, PositionsAreReadBack, (std::int64_t number, const std::string& text)) {
  const auto sort = *rc::gen::element(ProductSort::relevance, ProductSort::newest, ProductSort::price_asc,
                                      ProductSort::price_desc, ProductSort::title);
  ProductId id;
  for (auto& byte : id.bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
  const SortKey key{.number = number, .text = text, .id = id};

  const auto parsed = parse_position(position_of(key, sort), sort);

  RC_ASSERT(parsed.has_value());
  RC_ASSERT(parsed->key() == key);
}

}  // namespace
}  // namespace souk::search
