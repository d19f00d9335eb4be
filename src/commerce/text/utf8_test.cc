#include "commerce/text/utf8.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "commerce/text/names.h"

namespace souk {

enum class Flavor { sweet, sour };
template <>
inline constexpr auto kNames<Flavor> = names({"sweet", "sour"});

namespace {

using namespace std::string_view_literals;

TEST(Utf8, EveryCodePointButASurrogateReadsBack) {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    std::string text;
    append_code_point(text, code_point);
    std::string_view rest = text;

    const auto read = take_code_point(rest);

    if (code_point >= 0xD800 && code_point <= 0xDFFF) {
      ASSERT_FALSE(read.has_value()) << static_cast<std::uint32_t>(code_point);
    } else {
      ASSERT_EQ(read, code_point);
      ASSERT_TRUE(rest.empty());
      ASSERT_EQ(length_of(text), 1U);
    }
  }
}

TEST(Utf8, RefusesMalformedBytes) {
  for (const std::string_view text :
       {"\x80"sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xC3"sv, "\xE0\x80\x80"sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv, "\xE2\x82"sv,
        "\xF0\x80\x80\x80"sv, "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFF"sv, "12345678\x80"sv, "\xE2\x28\xA1"sv})
    EXPECT_FALSE(is_valid_utf8(text));
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("Kyūsu — 急須 🫖, plain enough to run past eight bytes"));
}

RC_GTEST_PROP(Utf8, AnyBytesAreReadWithoutHarm, (const std::string& text)) {
  std::string_view rest = text;
  std::string copy;
  while (const auto code_point = take_code_point(rest)) append_code_point(copy, *code_point);

  RC_ASSERT(copy + std::string(rest) == text);
  RC_ASSERT(is_valid_utf8(text) == rest.empty());
}

TEST(Text, FindsControlCharacters) {
  EXPECT_FALSE(has_control_characters("Zoë à la carte"));
  EXPECT_TRUE(has_control_characters("a\nb"));
  EXPECT_TRUE(has_control_characters("a\0b"sv));
  EXPECT_TRUE(has_control_characters("a\x7F"));
  EXPECT_TRUE(has_control_characters("a\xC2\x85"));
  EXPECT_FALSE(has_control_characters_within_lines("a\r\n\tb"));
  EXPECT_TRUE(has_control_characters_within_lines("a\x1B[31m"));
}

TEST(Text, TrimsWhiteSpaceOnBothSides) {
  EXPECT_EQ(trimmed("  a b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \t "), "");
}

TEST(Names, LeadBothWays) {
  EXPECT_EQ(name_of(Flavor::sour), "sour");
  EXPECT_EQ(named<Flavor>("sweet"), Flavor::sweet);
  EXPECT_EQ(named<Flavor>("salty"), std::nullopt);
}

}  // namespace
}  // namespace souk
