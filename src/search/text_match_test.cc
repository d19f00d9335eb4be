#include "search/text_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace souk::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> words_in(std::string_view text) {
  const auto analyzer = Analyzer::make({}).value();
  std::vector<std::string> words;
  for (const auto& word : query_words(analyzer, typed(text))) words.push_back(word.folded);
  return words;
}

TEST(QueryWords, AreEachWordOnce) { EXPECT_THAT(words_in("Blue mug, blue MUG"), ElementsAre("blue", "mug")); }

TEST(QueryWords, LeaveOutWordsThatSayNothingUnlessThereAreNoOthers) {
  EXPECT_THAT(words_in("the mug for tea"), ElementsAre("mug", "tea"));
  EXPECT_THAT(words_in("for the"), ElementsAre("for", "the"));
}

TEST(QueryWords, TakeRunsOfIdeographsAsPairs) {
  EXPECT_THAT(words_in("抹茶碗"), ElementsAre("抹茶", "茶碗"));
  EXPECT_THAT(words_in("茶"), ElementsAre("茶"));
  EXPECT_THAT(words_in("茶 抹茶"), ElementsAre("茶", "抹茶"));
}

TEST(QueryWords, AreNone) {
  EXPECT_THAT(words_in(""), IsEmpty());
  EXPECT_THAT(words_in("\"*)( %"), IsEmpty());
}

TEST(QueryWords, AreSixteenAtMost) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "w" + std::to_string(i) + " ";

  EXPECT_EQ(words_in(text).size(), kMaxQueryWords);
}

TEST(QueryWords, LookAtWholeCharactersOnly) {
  const std::string text = "x" + std::string(1022, 'y') + "ü";

  EXPECT_EQ(typed(text).size(), 1023u);
  EXPECT_EQ(typed("kyūsu"), "kyūsu");
}

}  // namespace
}  // namespace souk::search
