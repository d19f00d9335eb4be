#include "http/query.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::http {
namespace {

Result<Query> parsed(std::string_view text) { return Query::parse(text, {{"q"}, {"limit"}, {"tag", true}, {"in_stock"}}); }

std::string refused_parameter(std::string_view text) {
  const auto query = parsed(text);
  if (query) return "(read)";
  EXPECT_EQ(query.error().code, ErrorCode::invalid_parameter);
  return query.error().pointer;
}

TEST(Query, RefusesWhatItDoesNotKnowAndWhatComesTwice) {
  EXPECT_EQ(refused_parameter("colour=red"), "colour");
  EXPECT_EQ(refused_parameter("limit=1&limit=2"), "limit");
  EXPECT_EQ(refused_parameter("limit=1&%6Cimit=2"), "limit");
  EXPECT_EQ(refused_parameter("tag=a&tag=b"), "(read)");
}

TEST(Query, DecodesStrictly) {
  for (const std::string bad : {"q=%", "q=%4", "q=%zz", "q=%00", "q=%C0%AF", "q=%FF"})
    EXPECT_EQ(refused_parameter(bad), "q") << bad;
  EXPECT_EQ(parsed("q=a+b%2Bc")->find("q"), "a b+c");
  EXPECT_EQ(parsed("q=K%C4%AB")->find("q"), "Kī");
  EXPECT_EQ(parsed("q=%25&&")->find("q"), "%");
}

TEST(Query, ReadsIntegersWithinTheirBounds) {
  for (const std::string bad : {"", "0", "101", "1e1", "1.0", " 1", "1 ", "+1", "0x1", "99999999999999999999"}) {
    const auto query = parsed("limit=" + percent_encoded(bad));
    EXPECT_FALSE(query->integer("limit", 1, 100)) << bad;
  }
  EXPECT_EQ(parsed("limit=100")->integer("limit", 1, 100).value(), 100);
  EXPECT_EQ(parsed("")->integer("limit", 1, 100).value(), std::nullopt);
}

TEST(Query, MeasuresTextsInCharacters) {
  const auto query = parsed("q=%C4%AB%C4%AB%C4%AB");

  EXPECT_EQ(query->text("q", 3, 3).value(), "īīī");
  EXPECT_FALSE(query->text("q", 1, 2));
  EXPECT_FALSE(query->texts("q", 2, 1));
}

TEST(Query, KnowsTwoBooleans) {
  for (const std::string bad : {"", "1", "TRUE", "yes"}) EXPECT_FALSE(parsed("in_stock=" + bad)->boolean("in_stock")) << bad;
  EXPECT_EQ(parsed("in_stock=false")->boolean("in_stock").value(), false);
}

RC_GTEST_PROP(Query, DecodingUndoesEncoding, ()) {
  std::string text;
  for (const int c : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 128))) text += static_cast<char>(c);
  RC_ASSERT(percent_decoded(percent_encoded(text)) == std::optional{text});
}

}  // namespace
}  // namespace souk::http
