#include "commerce/text/text_rule.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

TEST(TextRule, CountsCharactersNotBytes) {
  EXPECT_TRUE(check_text("急須急須", {.max_characters = 4}, "", "title").has_value());
  EXPECT_FALSE(check_text("急須急須急", {.max_characters = 4}, "", "title").has_value());
}

TEST(TextRule, SaysWhichTextIsWrongAndHow) {
  EXPECT_EQ(check_text(" ", {.required = true}, "/variants/3", "sku").error(),
            (Error{ErrorCode::validation_failed, "Required", "", "/variants/3/sku"}));
  EXPECT_EQ(check_text("a\nb", {}, "", "title").error().code, ErrorCode::invalid_characters);
  EXPECT_TRUE(check_text("a\nb", {.lines = true}, "", "title").has_value());
  EXPECT_EQ(check_text("\xFF", {}, "", "title").error().code, ErrorCode::validation_failed);
}

TEST(TextRule, PointersEscapeTheirSteps) {
  EXPECT_EQ(pointer_to("/custom_fields", "Google Shopping / Gender ~"), "/custom_fields/Google Shopping ~1 Gender ~0");
  EXPECT_EQ(pointer_to("/lines", std::size_t{0}), "/lines/0");
}

}  // namespace
}  // namespace souk
