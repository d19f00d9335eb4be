#include "search/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Vocabulary vocabulary_of(const WordChanges& words) { return {Vocabulary(), words}; }
WordChange in_headings(std::int64_t documents) { return {.documents = documents, .headings = documents}; }

TEST(Vocabulary, AddsAndRemovesUses) {
  const Vocabulary first = vocabulary_of({{"mug", in_headings(2)}, {"teapot", in_headings(1)}});

  const Vocabulary second(first, {{"bowl", in_headings(1)}, {"mug", in_headings(-1)}, {"teapot", in_headings(-1)}});

  EXPECT_EQ(second.size(), 2u);
  EXPECT_TRUE(second.contains("bowl"));
  EXPECT_TRUE(second.contains("mug"));
  EXPECT_FALSE(second.contains("teapot"));
  EXPECT_TRUE(first.contains("teapot"));
}

TEST(Vocabulary, KeepsTheFirstSpelling) {
  const Vocabulary first = vocabulary_of({{"kyusu", {.documents = 1, .headings = 1, .spelling = "kyūsu"}}});

  const Vocabulary second(first, {{"kyusu", {.documents = 1, .headings = 1, .spelling = "kyusu"}}});

  EXPECT_EQ(second.spelling("kyusu"), "kyūsu");
}

TEST(Vocabulary, CompletesWithTheMostUsedWords) {
  const Vocabulary words = vocabulary_of({{"ketchup", in_headings(1)},
                                          {"ketosis", {.documents = 9}},
                                          {"kettle", in_headings(5)},
                                          {"ket", in_headings(7)},
                                          {"mug", in_headings(9)}});

  bool truncated = true;
  EXPECT_THAT(words.completions("ket", 10, &truncated), ElementsAre("kettle", "ketchup", "ketosis"));
  EXPECT_FALSE(truncated);
  EXPECT_THAT(words.completions("ket", 2, &truncated), ElementsAre("kettle", "ketchup"));
  EXPECT_TRUE(truncated);
  EXPECT_THAT(words.heading_completions("ket", 10), ElementsAre("kettle", "ketchup"));
  EXPECT_THAT(words.completions("x", 10, &truncated), IsEmpty());
}

TEST(Vocabulary, CorrectsToTheNearestThenTheMostUsed) {
  const Vocabulary words = vocabulary_of({{"espresso", in_headings(1)},
                                          {"expressos", in_headings(9)},
                                          {"mugs", in_headings(1)},
                                          {"mule", in_headings(2)},
                                          {"rugs", in_headings(5)}});

  EXPECT_THAT(words.corrections("expresso", 5), ElementsAre("expressos", "espresso"));
  EXPECT_THAT(words.corrections("expresso", 1), ElementsAre("expressos"));
  EXPECT_THAT(words.corrections("bugs", 5), ElementsAre("rugs", "mugs"));
}

TEST(Vocabulary, DoesNotGuessAtShortWordsAndNumbers) {
  const Vocabulary words = vocabulary_of({{"mug", in_headings(1)}, {"500ml", in_headings(1)}});

  EXPECT_THAT(words.corrections("mgu", 5), IsEmpty());
  EXPECT_THAT(words.corrections("600ml", 5), IsEmpty());
  EXPECT_THAT(words.corrections("", 5), IsEmpty());
}

RC_GTEST_PROP(Vocabulary, ManyChangesAreTheirSum, ()) {
  const auto word = rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c'));
  const auto texts = *rc::gen::container<std::vector<std::string>>(rc::gen::resize(3, rc::gen::nonEmpty(word)));
  std::map<std::string, std::int64_t> uses;
  Vocabulary words;
  for (const auto& text : texts) {
    const bool gone = uses[text] > 0 && *rc::gen::arbitrary<bool>();
    uses[text] += gone ? -1 : 1;
    words = Vocabulary(words, {{text, in_headings(gone ? -1 : 1)}});
  }

  std::erase_if(uses, [](const auto& use) { return use.second == 0; });
  RC_ASSERT(words.size() == uses.size());
  for (const auto& [text, count] : uses) RC_ASSERT(words.contains(text));
}

}  // namespace
}  // namespace souk::search
