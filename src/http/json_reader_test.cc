#include "http/json_reader.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace souk::http {
namespace {

std::string outcome_of(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  return document ? document->canonical() : std::string(name_of(document.error().code));
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

std::string array_of(std::size_t count) {
  std::string text = "[0";
  for (std::size_t i = 1; i < count; ++i) text += ",0";
  return text + "]";
}

struct Case {
  std::string text;
  std::string outcome;  // canonical, or the error's code
};
class JsonStrictness : public testing::TestWithParam<Case> {};

TEST_P(JsonStrictness, ReadsExactlyWhatTheStandardAllows) {
  EXPECT_EQ(outcome_of(GetParam().text), GetParam().outcome) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Valid, JsonStrictness,
                         testing::Values(Case{"{}", "{}"}, Case{" \t\r\n[ ] \n", "[]"},
                                         Case{R"({"b":1,"a":[true,false,null]})", R"({"a":[true,false,null],"b":1})"},
                                         Case{"\"lonely\"", "\"lonely\""}, Case{"0", "0"}, Case{"-7", "-7"},
                                         Case{"9007199254740991", "9007199254740991"},
                                         Case{R"("\u0041\n\/\ud83c\udf75")", "\"A\\n/🍵\""},
                                         Case{"\"\xEF\xBF\xBF\"", "\"\xEF\xBF\xBF\""}, Case{R"({"":0})", R"({"":0})"},
                                         Case{R"({"a":{"a":1}})", R"({"a":{"a":1}})"}));

INSTANTIATE_TEST_SUITE_P(
    Malformed, JsonStrictness,
    testing::Values(Case{"", "malformed_json"}, Case{"   ", "malformed_json"}, Case{"{", "malformed_json"},
                    Case{"[1,]", "malformed_json"}, Case{R"({"a":1,})", "malformed_json"}, Case{"NaN", "malformed_json"},
                    Case{"[Infinity]", "malformed_json"}, Case{"/* note */ {}", "malformed_json"},
                    Case{"{} // note", "malformed_json"}, Case{"{}{}", "malformed_json"}, Case{"{} x", "malformed_json"},
                    Case{"'single'", "malformed_json"}, Case{"{a:1}", "malformed_json"}, Case{"[01]", "malformed_json"},
                    Case{"[+1]", "malformed_json"}, Case{"[.5]", "malformed_json"}, Case{"[1.]", "malformed_json"},
                    Case{"[-]", "malformed_json"}, Case{"[1e]", "malformed_json"}, Case{"[0x1]", "malformed_json"},
                    Case{"tru", "malformed_json"}, Case{"[\"tab\there\"]", "malformed_json"},
                    Case{R"(["\x"])", "malformed_json"}, Case{R"(["\u12"])", "malformed_json"},
                    Case{R"({"qty":1,"qty":-1})", "malformed_json"}, Case{R"({"a":{"b":1,"\u0062":2}})", "malformed_json"},
                    Case{"[1\f]", "malformed_json"}));

INSTANTIATE_TEST_SUITE_P(Unicode, JsonStrictness,
                         testing::Values(Case{"\xEF\xBB\xBF{}", "invalid_unicode"}, Case{"[\"\xC0\xAF\"]", "invalid_unicode"},
                                         Case{"[\"\xED\xA0\x80\"]", "invalid_unicode"},
                                         Case{"[\"\xF5\x80\x80\x80\"]", "invalid_unicode"},
                                         Case{"[\"\xE2\x82\"]", "invalid_unicode"}, Case{R"(["\ud800"])", "invalid_unicode"},
                                         Case{R"(["\udc00"])", "invalid_unicode"},
                                         Case{R"(["\ud800\u0041"])", "invalid_unicode"},
                                         Case{R"(["\ud800x"])", "invalid_unicode"}, Case{R"(["\u0000"])", "invalid_unicode"},
                                         Case{R"({"\u0000":1})", "invalid_unicode"}));

INSTANTIATE_TEST_SUITE_P(
    Complexity, JsonStrictness,
    testing::Values(Case{nested(32), nested(32)}, Case{nested(33), "too_complex"}, Case{nested(100'000), "too_complex"},
                    Case{array_of(10'000), array_of(10'000)}, Case{array_of(10'001), "too_complex"},
                    Case{"{\"" + std::string(1024, 'k') + "\":1}", "{\"" + std::string(1024, 'k') + "\":1}"},
                    Case{"{\"" + std::string(1025, 'k') + "\":1}", "too_complex"}));

TEST(JsonReader, KnowsAnIntegerByHowItIsWritten) {
  for (const std::string text : {"1.0", "1e2", "1E+2", "-0", "9007199254740992", "-9007199254740992", "9223372036854775808",
                                 "123456789012345678901234567890", "0.1"})
    EXPECT_EQ(JsonDocument::parse(text)->root().kind(), JsonKind::other_number) << text;
  for (const std::string text : {"0", "-1", "9007199254740991", "-9007199254740991"})
    EXPECT_EQ(JsonDocument::parse(text)->root().kind(), JsonKind::integer) << text;
}

TEST(JsonReader, SurvivesANumberOfAMillionDigits) {
  EXPECT_EQ(JsonDocument::parse(std::string(1'000'000, '9'))->root().kind(), JsonKind::other_number);
}

TEST(JsonReader, FindsARepeatedNameAmongMany) {
  std::string text = "{";
  for (int i = 0; i < 500; ++i) text += "\"name" + std::to_string(i) + "\":0,";

  EXPECT_EQ(outcome_of(text + "\"name250\":0}"), "malformed_json");
  EXPECT_NE(outcome_of(text + "\"other\":0}"), "malformed_json");
}

TEST(JsonReader, PointsAtAValue) {
  const auto document = JsonDocument::parse(R"({"lines":[{"a/b":1},{"m~n":[10,20]}]})");
  const JsonValue lines = *document->root().find("lines");

  EXPECT_EQ(document->root().pointer(), "");
  EXPECT_EQ(lines.first()->find("a/b")->pointer(), "/lines/0/a~1b");
  EXPECT_EQ(lines.first()->next()->find("m~n")->first()->next()->pointer(), "/lines/1/m~0n/1");
}

TEST(JsonReader, GivesEqualDocumentsOneSpelling) {
  EXPECT_EQ(outcome_of("{\"b\" : [1 , 2],\n\"a\":\"\\u0041\"}"), outcome_of(R"({"a":"A","b":[1,2]})"));
}

}  // namespace
}  // namespace souk::http
