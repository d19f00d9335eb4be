#include "search/characters.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::search {
namespace {

TEST(Characters, FoldingDropsCaseAndDiacritics) {
  EXPECT_EQ(folded("Kyūsu TEAPOT"), "kyusu teapot");
  EXPECT_EQ(folded("Größe"), "grosse");
  EXPECT_EQ(folded("ÆRØ Łódź Şişli İzmir Œuvre Þór"), "aero lodz sisli izmir oeuvre thor");
  EXPECT_EQ(folded("Đường phở Ưu"), "duong pho uu");
  EXPECT_EQ(folded("ẞ"), "ss");
}

TEST(Characters, FoldingKnowsGreekCyrillicArmenianAndFullWidth) {
  EXPECT_EQ(folded("ΤΣΆΙ"), "τσαι");
  EXPECT_EQ(folded("Άλφας"), "αλφασ");
  EXPECT_EQ(folded("ЁЖИК Чай"), "ежик чаи");
  EXPECT_EQ(folded("ԹԵՅ"), "թեյ");
  EXPECT_EQ(folded("Ｔｅａ１"), "tea1");
}

TEST(Characters, ComposedAndCombiningSpellingsFoldAlike) { EXPECT_EQ(folded("e\xCC\x81t\xC3\xA9"), "ete"); }

TEST(Characters, FoldingCollapsesWhiteSpace) { EXPECT_EQ(folded("  Blue \t\n\xC2\xA0 mug "), "blue mug"); }

TEST(Characters, SymbolsSeparateAndIdeographsStandAlone) {
  EXPECT_EQ(kind_of(U'-'), CharacterKind::separator);
  EXPECT_EQ(kind_of(U'™'), CharacterKind::separator);
  EXPECT_EQ(kind_of(U'“'), CharacterKind::separator);
  EXPECT_EQ(kind_of(U'🫖'), CharacterKind::separator);
  EXPECT_EQ(kind_of(U'é'), CharacterKind::letter);
  EXPECT_EQ(kind_of(U'茶'), CharacterKind::ideograph);
  EXPECT_EQ(kind_of(U'ァ'), CharacterKind::ideograph);
  EXPECT_EQ(kind_of(U'차'), CharacterKind::ideograph);
  EXPECT_EQ(kind_of(U'\u0301'), CharacterKind::mark);
}

TEST(Characters, BrokenUtf8BecomesReplacementCharacters) {
  EXPECT_EQ(characters_of("a\xFF"), U"a\uFFFD");
  EXPECT_EQ(characters_of("\xE2\x82"), U"\uFFFD\uFFFD");
  EXPECT_EQ(characters_of("\xF5\x80\x80\x80").size(), 4u);
}

RC_GTEST_PROP(Characters, FoldingTwiceIsFoldingOnce, (const std::string& text)) {
  RC_ASSERT(folded(folded(text)) == folded(text));
}

RC_GTEST_PROP(Characters, EveryCodePointIsReadBack, ()) {
  const auto character = static_cast<char32_t>(*rc::gen::suchThat(rc::gen::inRange<std::uint32_t>(1, 0x110000),
                                                                  [](std::uint32_t c) { return c < 0xD800 || c > 0xDFFF; }));
  std::string text;
  append_utf8(text, character);
  RC_ASSERT(characters_of(text) == std::u32string(1, character));
}

}  // namespace
}  // namespace souk::search
