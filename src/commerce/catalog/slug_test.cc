#include "commerce/catalog/slug.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "commerce/text/utf8.h"

namespace souk {
namespace {

std::string any_text() {
  std::string text;
  const auto code_points = *rc::gen::container<std::vector<std::uint32_t>>(
      rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0x20, 0x80), rc::gen::inRange<std::uint32_t>(0xA0, 0x600),
                     rc::gen::inRange<std::uint32_t>(0x1E00, 0x2100), rc::gen::inRange<std::uint32_t>(0x3000, 0x3100),
                     rc::gen::inRange<std::uint32_t>(0xFB00, 0xFFFF)));
  for (const std::uint32_t code_point : code_points) append_code_point(text, code_point);
  return text;
}

TEST(Slug, SpellsTitlesPlainly) {
  EXPECT_EQ(slug_of("Kyūsu Teapot — Indigo"), "kyusu-teapot-indigo");
  EXPECT_EQ(slug_of("  Men's “Café” T-Shirt (XL) & more!  "), "mens-cafe-t-shirt-xl-more");
  EXPECT_EQ(slug_of("Smørrebrød, Weißwurst, Œuvre, Þór, Łódź"), "smorrebrod-weisswurst-oeuvre-thor-lodz");
  EXPECT_EQ(slug_of("Phở bò – Ệ"), "pho-bo-e");
  EXPECT_EQ(slug_of("Əli ǅ ﬁne ＡＢＣ１"), "eli-dz-fine-abc1");
  EXPECT_EQ(slug_of("100 % ½ m²"), "100-m");
}

TEST(Slug, DropsMarksThatComeApartFromTheirLetters) {
  EXPECT_EQ(slug_of("Cafe\u0301"), "cafe");
  EXPECT_EQ(slug_of("\u0301Cafe"), "cafe");
}

TEST(Slug, KeepsLettersWithoutAPlainSpelling) {
  EXPECT_EQ(slug_of("Чай ЁЖ"), "чай-ёж");
  EXPECT_EQ(slug_of("ΆΛΦΑ Ωμέγα"), "άλφα-ωμέγα");
  EXPECT_EQ(slug_of("急須・青"), "急須-青");
}

TEST(Slug, NamesWhatCannotBeSpelled) {
  EXPECT_EQ(slug_of(""), "item");
  EXPECT_EQ(slug_of("🫖 — !"), "item");
  EXPECT_EQ(slug_of("\xFF\xFE"), "item");
}

TEST(Slug, StaysWithinItsLengthWithoutHalfACharacter) {
  const std::string slug = slug_of(std::string(199, 'a') + " 急須");

  EXPECT_EQ(slug, std::string(199, 'a'));
  EXPECT_EQ(slug_of(std::string(300, 'b')).size(), kMaxSlugBytes);
}

TEST(Slug, RefusesWhatIsNone) {
  EXPECT_TRUE(is_slug("14k-dangling-pendant-earrings-1"));
  EXPECT_TRUE(is_slug("чай"));
  for (const std::string_view text : {"", "-a", "a-", "A", "a b", "a_b", "a/b", "a.b", "a\xFF", "a—b", "🫖"})
    EXPECT_FALSE(is_slug(text)) << text;
  EXPECT_FALSE(is_slug(std::string(201, 'a')));
}

RC_GTEST_PROP(Slug, EveryTitleHasOneAndASlugIsItsOwn, ()) {
  const std::string slug = slug_of(any_text());

  RC_ASSERT(is_slug(slug));
  RC_ASSERT(slug_of(slug) == slug);
}

RC_GTEST_PROP(Slug, AnyBytesHaveOne, (const std::string& bytes)) { RC_ASSERT(is_slug(slug_of(bytes))); }

}  // namespace
}  // namespace souk
