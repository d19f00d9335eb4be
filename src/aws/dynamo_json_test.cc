#include "aws/dynamo_json.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "aws/base64.h"
#include "aws/dynamo_requests.h"
#include "aws/http_date.h"
#include "aws/text_pieces.h"

namespace souk::aws {
namespace {

std::string written(const Item& item) {
  std::string out;
  json::Writer writer(out);
  write(writer, item);
  return out;
}

rc::Gen<Value> any_value(int depth) {
  const auto text = rc::gen::map(rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127)),
                                 [](std::string s) { return Value(std::move(s)); });
  const auto number = rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t n) { return Value(n); });
  const auto truth = rc::gen::map(rc::gen::arbitrary<bool>(), [](bool b) { return Value(b); });
  const auto bytes = rc::gen::map(rc::gen::arbitrary<Binary>(), [](Binary b) { return Value(std::move(b)); });
  if (depth == 0) return rc::gen::oneOf(text, number, truth, bytes, rc::gen::just(Value()));
  const auto list =
      rc::gen::map(rc::gen::container<ValueList>(any_value(depth - 1)), [](ValueList l) { return Value(std::move(l)); });
  const auto map =
      rc::gen::map(rc::gen::container<Item>(rc::gen::container<std::string>(rc::gen::inRange('a', 'z')), any_value(depth - 1)),
                   [](Item m) { return Value(std::move(m)); });
  return rc::gen::oneOf(text, number, bytes, list, map);
}

RC_GTEST_PROP(DynamoJson, ReadsWhatItWrites, ()) {
  const Item item{{"value", *any_value(2)}};

  RC_ASSERT(read_item(boost::json::parse(written(item))).value() == item);
}

RC_GTEST_PROP(Base64, DecodesWhatItEncodes, (const Binary& bytes)) {
  RC_ASSERT(base64_decoded(base64_encoded(bytes)) == bytes);
}

TEST(Base64, IsTheOneOfTheStandard) {
  EXPECT_EQ(base64_encoded(Binary{'f', 'o', 'o', 'b'}), "Zm9vYg==");
  EXPECT_EQ(base64_decoded("Zm9vYg=="), (Binary{'f', 'o', 'o', 'b'}));
  for (const char* const text : {"Zm9", "Zm9vYg=", "Zm9*", "===="}) EXPECT_EQ(base64_decoded(text), std::nullopt) << text;
}

TEST(DynamoJson, WritesIdsAsTextAndInstantsAsMilliseconds) {
  EXPECT_EQ(written({{"at", Instant{std::chrono::milliseconds{1500}}}, {"order", OrderId{}}}),
            R"({"at":{"N":"1500"},"order":{"S":"ord_000000000000000000000000000000000000"}})");
}

TEST(HttpDate, ReadsTheOneFormServersSend) {
  const Instant expected{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{18} +
                         std::chrono::minutes{17} + std::chrono::seconds{15}};
  EXPECT_EQ(parse_http_date("Sun, 22 Nov 2026 18:17:15 GMT"), expected);
  for (const char* const text :
       {"", "Sun, 22 Nov 2026 18:17:15 CET", "Sun, 31 Nov 2026 18:17:15 GMT", "Sun, 22 Nov 2026 24:17:15 GMT",
        "Sun, 22 Nix 2026 18:17:15 GMT", "Sun, -2 Nov 2026 18:17:15 GMT", "2026-11-22T18:17:15Z"})
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
}

TEST(TextPieces, SplitsLongTextsBetweenCodePoints) {
  std::string text(300 * 1024 - 1, 'a');
  text += "ü";
  text += std::string(310 * 1024, 'b');

  const auto actions = put_in_pieces({.key = {"Orders", "answer#x", "answer"}, .attributes = {{"status", 200}}}, "body", text);

  ASSERT_EQ(actions.size(), 3u);
  std::string joined;
  for (const Action& action : actions) joined += *std::get<Put>(action).attributes.at("body").get<std::string>();
  EXPECT_EQ(joined, text);
  const Put& first = std::get<Put>(actions[0]);
  EXPECT_EQ(first.attributes.at("pieces"), Value(2));
  EXPECT_EQ(further_pieces(first.key, first.attributes),
            (std::vector<ItemKey>{std::get<Put>(actions[1]).key, std::get<Put>(actions[2]).key}));
  for (const Action& action : actions) EXPECT_LT(size_of(action), 400u * 1024);
}

TEST(TextPieces, LeavesShortTextsWhole) {
  const auto actions = put_in_pieces({.key = {"Orders", "answer#x", "answer"}, .attributes = {}}, "body", "short");

  ASSERT_EQ(actions.size(), 1u);
  EXPECT_EQ(std::get<Put>(actions[0]).attributes, (Item{{"body", "short"}}));
}

}  // namespace
}  // namespace souk::aws
