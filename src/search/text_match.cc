#include "search/text_match.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace souk::search {

namespace {

constexpr std::size_t kMaxCompletions = 64;
// A completion is a guess; the word itself is what was typed.
constexpr float kCompletionShare = 0.4F;
constexpr std::size_t kShortestUnfinished = 2;
constexpr std::size_t kMaxCorrections = 4;

/// The documents that one word of the query stands for.
struct WordMatches {
  SharedPostings postings;
  bool approximate = false;
};

struct Part {
  SharedPostings postings;
  float share;
};

/// The documents of all parts, each with its best weight.
SharedPostings united(std::vector<Part> parts, std::size_t documents) {
  std::erase_if(parts, [](const Part& part) { return part.postings->size() == 0; });
  if (parts.size() == 1 && parts.front().share == 1) return parts.front().postings;
  auto all = std::make_shared<Postings>();
  if (parts.empty()) return all;
  std::vector<float> best(documents);
  for (const Part& part : parts) {
    for (std::size_t i = 0; i < part.postings->size(); ++i) {
      float& weight = best[part.postings->documents[i]];
      weight = std::max(weight, part.postings->weights[i] * part.share);
    }
  }
  for (DocumentNumber document = 0; document < documents; ++document) {
    if (best[document] > 0) all->add(document, best[document]);
  }
  return all;
}

Result<WordMatches> matches_of(TermReader& reader, const QueryWord& word, bool unfinished) {
  std::vector<Part> parts;
  TRY(auto exact, reader.find(word.folded));
  parts.push_back({std::move(exact), 1});
  for (const auto& stem : word.stems) {
    TRY(auto stemmed, reader.find(stem));
    parts.push_back({std::move(stemmed), 1});
  }
  bool truncated = false;
  if (unfinished && !word.ideographs && word.folded.size() >= kShortestUnfinished) {
    for (const auto& completion : reader.snapshot().vocabulary->completions(word.folded, kMaxCompletions, &truncated)) {
      TRY(auto completed, reader.find(completion));
      parts.push_back({std::move(completed), kCompletionShare});
    }
  }
  return WordMatches{.postings = united(std::move(parts), reader.snapshot().documents.size()), .approximate = truncated};
}

bool any_visible(const Postings& postings, const Snapshot& snapshot) {
  return std::ranges::any_of(postings.documents, [&](DocumentNumber document) { return snapshot.visible.contains(document); });
}

/// How much less likely than others a document is to have the word.
float rarity(const Postings& postings, const Snapshot& snapshot) {
  const auto all = static_cast<float>(snapshot.documents.size());
  const auto with = static_cast<float>(postings.size());
  return std::log1p((all - with + 0.5F) / (with + 0.5F));
}

Postings scored(const Postings& postings, const Snapshot& snapshot) {
  Postings scores = postings;
  const float factor = rarity(postings, snapshot);
  for (float& weight : scores.weights) weight *= factor;
  return scores;
}

Postings with_both(const Postings& scores, const Postings& word, float factor) {
  Postings both;
  std::size_t at = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    while (at < word.size() && word.documents[at] < scores.documents[i]) ++at;
    if (at == word.size()) break;
    if (word.documents[at] == scores.documents[i]) both.add(scores.documents[i], scores.weights[i] + word.weights[at] * factor);
  }
  return both;
}

Postings with_all(std::vector<WordMatches> words, const Snapshot& snapshot) {
  std::ranges::sort(words, {}, [](const WordMatches& word) { return word.postings->size(); });
  Postings scores = scored(*words.front().postings, snapshot);
  for (std::size_t i = 1; i < words.size(); ++i) {
    scores = with_both(scores, *words[i].postings, rarity(*words[i].postings, snapshot));
  }
  return scores;
}

/// Documents with any of the words; one that has two of four counts half of its score.
Postings with_any(const std::vector<WordMatches>& words, const Snapshot& snapshot) {
  struct Sum {
    float score = 0;
    float words = 0;
  };
  std::vector<Sum> sums(snapshot.documents.size());
  for (const auto& word : words) {
    const float factor = rarity(*word.postings, snapshot);
    for (std::size_t i = 0; i < word.postings->size(); ++i) {
      Sum& sum = sums[word.postings->documents[i]];
      sum.score += word.postings->weights[i] * factor;
      sum.words += 1;
    }
  }
  Postings scores;
  const auto count = static_cast<float>(words.size());
  for (DocumentNumber document = 0; document < sums.size(); ++document) {
    if (sums[document].words > 0) scores.add(document, sums[document].score * sums[document].words / count);
  }
  return scores;
}

Result<std::vector<WordMatches>> matches_of_each(TermReader& reader, const std::vector<QueryWord>& words,
                                                 bool last_is_unfinished) {
  std::vector<WordMatches> matches;
  for (const QueryWord& word : words) {
    TRY(auto found, matches_of(reader, word, last_is_unfinished && &word == &words.back()));
    matches.push_back(std::move(found));
  }
  return matches;
}

bool any_approximate(const std::vector<WordMatches>& words) {
  return std::ranges::any_of(words, [](const WordMatches& word) { return word.approximate; });
}

/// The word of the catalog that was probably meant; nullopt if there is none that any visible product has.
Result<std::optional<QueryWord>> corrected(TermReader& reader, const QueryWord& word) {
  const Vocabulary& vocabulary = *reader.snapshot().vocabulary;
  for (const auto& candidate : vocabulary.corrections(word.folded, kMaxCorrections)) {
    auto meant = query_words(reader.analyzer(), vocabulary.spelling(candidate));
    if (meant.empty()) continue;
    TRY(const auto matches, matches_of(reader, meant.front(), false));
    if (!any_visible(*matches.postings, reader.snapshot())) continue;
    meant.front().begin = word.begin;
    meant.front().end = word.end;
    return std::move(meant.front());
  }
  return std::nullopt;
}

struct Corrections {
  std::string text;
  std::size_t tail = 0;  // of the typed text: not yet copied
  bool any = false;

  void replace(std::string_view typed, const QueryWord& word, std::string_view by) {
    text += typed.substr(tail, word.begin - tail);
    text += by;
    tail = word.end;
    any = true;
  }
};

}  // namespace

std::string_view typed(std::string_view text) {
  std::size_t length = std::min(text.size(), kMaxQueryBytes);
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return text.substr(0, length);
}

std::vector<QueryWord> query_words(const Analyzer& analyzer, std::string_view text) {
  std::vector<QueryWord> words;
  std::vector<QueryWord> common;
  analyzer.for_each_word(text, [&](const Word& word) {
    // A pair of ideographs says all that each of them would.
    if (word.pair && !words.empty() && words.back().begin == word.begin) words.pop_back();
    const bool within_a_pair = word.ideographs && !word.pair && !words.empty() && words.back().end >= word.end;
    auto& kind = word.common ? common : words;
    const bool known = std::ranges::find(kind, word.folded, &QueryWord::folded) != kind.end();
    if (!known && !within_a_pair) {
      kind.push_back(
          {.folded = word.folded, .stems = word.stems, .begin = word.begin, .end = word.end, .ideographs = word.ideographs});
    }
    return words.size() <= kMaxQueryWords;
  });
  if (words.empty()) words = std::move(common);
  if (words.size() > kMaxQueryWords) words.resize(kMaxQueryWords);
  return words;
}

Result<TextMatches> match_all(TermReader& reader, const std::vector<QueryWord>& words, bool last_is_unfinished) {
  TRY(auto each, matches_of_each(reader, words, last_is_unfinished));
  const bool approximate = any_approximate(each);
  return TextMatches{
      .scores = with_all(std::move(each), reader.snapshot()), .corrected_text = std::nullopt, .approximate = approximate};
}

Result<TextMatches> match_text(TermReader& reader, std::string_view text, std::vector<QueryWord> words) {
  const Snapshot& snapshot = reader.snapshot();
  TRY(auto each, matches_of_each(reader, words, true));
  TextMatches matches{.scores = with_all(each, snapshot), .corrected_text = std::nullopt, .approximate = any_approximate(each)};
  if (any_visible(matches.scores, snapshot)) return matches;

  Corrections corrections;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (any_visible(*each[i].postings, snapshot)) continue;
    TRY(auto meant, corrected(reader, words[i]));
    if (!meant) continue;
    corrections.replace(text, words[i], snapshot.vocabulary->spelling(meant->folded));
    TRY(each[i], matches_of(reader, *meant, false));
  }
  if (corrections.any) {
    matches.corrected_text = corrections.text + std::string(text.substr(corrections.tail));
    matches.scores = with_all(each, snapshot);
    if (any_visible(matches.scores, snapshot)) return matches;
  }
  matches.scores = with_any(each, snapshot);
  return matches;
}

}  // namespace souk::search
