#include "search/analyzer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Word> words_of(std::string_view text, const Languages& languages = {}) {
  std::vector<Word> words;
  Analyzer::make(languages).value().for_each_word(text, [&](const Word& word) {
    words.push_back(word);
    return true;
  });
  return words;
}
std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> folded;
  for (const auto& word : words_of(text)) folded.push_back(word.folded);
  return folded;
}

TEST(Analyzer, BreaksAtWhatIsNeitherLetterNorDigit) {
  EXPECT_THAT(folded_words("Blue mug, 250ml (ABC-12/x) “Kyūsu”"),
              ElementsAre("blue", "mug", "250ml", "abc", "12", "x", "kyusu"));
}

TEST(Analyzer, StemsAndKeepsTheWholeWord) {
  const auto words = words_of("running shoes");

  ASSERT_EQ(words.size(), 2u);
  EXPECT_EQ(words[0].folded, "running");
  EXPECT_THAT(words[0].stems, ElementsAre("run"));
  EXPECT_THAT(words[1].stems, ElementsAre("shoe"));
}

TEST(Analyzer, StemsInEveryLanguageOfTheShop) {
  const auto words = words_of("Häuser", {.stemmers = {"german", "english"}});

  ASSERT_EQ(words.size(), 1u);
  EXPECT_EQ(words[0].folded, "hauser");
  EXPECT_THAT(words[0].stems, testing::Contains("haus"));
}

TEST(Analyzer, DropsThePossessive) {
  EXPECT_THAT(folded_words("potter's potter’s don't"), ElementsAre("potter", "potter", "don", "t"));
}

TEST(Analyzer, GivesIdeographsAloneAndInPairs) {
  EXPECT_THAT(folded_words("抹茶碗 tea茶"), ElementsAre("抹", "抹茶", "茶", "茶碗", "碗", "tea", "茶"));
}

TEST(Analyzer, KeepsCombiningMarksInTheirWord) { EXPECT_THAT(folded_words("cafe\xCC\x81s"), ElementsAre("cafes")); }

TEST(Analyzer, KnowsWordsThatSayNothing) {
  const auto words = words_of("the mug");

  EXPECT_TRUE(words[0].common);
  EXPECT_FALSE(words[1].common);
}

TEST(Analyzer, FindsNoWordInPunctuation) { EXPECT_THAT(folded_words("\"*)( %% -- ™ 🫖 \xFF"), IsEmpty()); }

TEST(Analyzer, KeepsTheBeginningOfEndlessWords) {
  const auto words = words_of(std::string(10'000, 'x'));

  ASSERT_EQ(words.size(), 1u);
  EXPECT_EQ(words[0].folded.size(), kMaxWordBytes);
}

TEST(Analyzer, RefusesALanguageWithoutStemmer) {
  EXPECT_EQ(Analyzer::make({.stemmers = {"klingon"}}).error().code, ErrorCode::invalid_argument);
}

RC_GTEST_PROP(Analyzer, EveryWordStandsWhereItSays, (const std::string& text)) {
  std::size_t last = 0;
  for (const auto& word : words_of(text)) {
    RC_ASSERT(word.begin < word.end);
    RC_ASSERT(word.end <= text.size());
    RC_ASSERT(word.begin >= last);
    last = word.begin;
    RC_ASSERT(!word.folded.empty());
  }
}

}  // namespace
}  // namespace souk::search
