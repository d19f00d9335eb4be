#include "search/analyzer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <libstemmer.h>

#include "search/characters.h"

namespace souk::search {

namespace {

// Required of no product when a shopper types them among other words. Sorted.
constexpr std::array<std::string_view, 18> kCommonEnglish{"a",  "an", "and", "are", "as", "at", "by",  "for", "from",
                                                          "in", "is", "it",  "of",  "on", "or", "the", "to",  "with"};

/// Where a word or a run of ideographs stands in the text.
struct Run {
  std::size_t begin, end;
  bool ideographs;
};

bool is_apostrophe(char32_t character) { return character == U'\'' || character == U'’'; }

/// "'s" at the end of a word belongs to neither: the mug of the "potter's" is found by "potter".
std::size_t length_of_possessive(std::string_view rest) {
  if (rest.empty()) return 0;
  std::string_view after = rest;
  if (!is_apostrophe(next_character(after)) || after.empty()) return 0;
  if (lower(next_character(after)) != U's') return 0;
  const std::size_t length = rest.size() - after.size();
  return after.empty() || kind_of(next_character(after)) == CharacterKind::separator ? length : 0;
}

/// The next run at or after `from`; nullopt at the end.
std::optional<Run> next_run(std::string_view text, std::size_t from) {
  std::string_view rest = text.substr(from);
  std::optional<Run> run;
  while (!rest.empty()) {
    const std::size_t at = text.size() - rest.size();
    const CharacterKind kind = kind_of(next_character(rest));
    const bool ideograph = kind == CharacterKind::ideograph;
    const bool goes_on =
        kind == CharacterKind::mark || (kind != CharacterKind::separator && run && run->ideographs == ideograph);
    if (run && !goes_on) return run;
    if (!run && (kind == CharacterKind::separator || kind == CharacterKind::mark)) continue;
    if (!run) run = Run{at, at, ideograph};
    run->end = text.size() - rest.size();
  }
  return run;
}

/// Each ideograph of a run alone and with its successor: a search for two of them asks for the pair.
bool take_ideographs(std::string_view text, Run run, const std::function<bool(const Word&)>& take) {
  Word word;
  word.ideographs = true;
  std::string_view rest = text.substr(run.begin, run.end - run.begin);
  while (!rest.empty()) {
    word.begin = run.end - rest.size();
    next_character(rest);
    const auto take_until = [&](std::string_view after) {
      word.end = run.end - after.size();
      word.pair = after.size() < rest.size();
      word.spelling = word.folded = text.substr(word.begin, word.end - word.begin);
      return take(word);
    };
    if (!take_until(rest)) return false;
    if (rest.empty()) break;
    std::string_view after_pair = rest;
    next_character(after_pair);
    if (!take_until(after_pair)) return false;
  }
  return true;
}

std::string lowered(std::string_view text) {
  std::string result;
  while (!text.empty() && result.size() < kMaxWordBytes) append_utf8(result, lower(next_character(text)));
  return result;
}

std::string folded_word(std::string_view lower_case) {
  std::string result;
  while (!lower_case.empty()) append_folded(result, next_character(lower_case));
  return result;
}

}  // namespace

std::string Languages::name() const {
  std::string joined;
  for (const auto& stemmer : stemmers) joined += (joined.empty() ? "" : " ") + stemmer;
  return joined;
}

struct Analyzer::Stemmer {
  struct Delete {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
  };
  std::unique_ptr<sb_stemmer, Delete> handle;

  std::string operator()(std::string_view word) const {
    const auto* symbols = reinterpret_cast<const sb_symbol*>(word.data());
    const sb_symbol* stem = sb_stemmer_stem(handle.get(), symbols, static_cast<int>(word.size()));
    if (stem == nullptr) return std::string(word);  // out of memory
    return {reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(handle.get()))};
  }
};

Result<Analyzer> Analyzer::make(const Languages& languages) {
  std::vector<Stemmer> stemmers;
  for (const auto& name : languages.stemmers) {
    Stemmer stemmer{std::unique_ptr<sb_stemmer, Stemmer::Delete>(sb_stemmer_new(name.c_str(), nullptr))};
    if (stemmer.handle == nullptr) return fail(ErrorCode::invalid_argument, "There is no stemmer for " + name);
    stemmers.push_back(std::move(stemmer));
  }
  const bool english = std::ranges::find(languages.stemmers, "english") != languages.stemmers.end();
  return Analyzer(std::move(stemmers), english);
}

Analyzer::Analyzer(std::vector<Stemmer> stemmers, bool english) : stemmers_(std::move(stemmers)), english_(english) {}
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;
Analyzer::~Analyzer() = default;

void Analyzer::fill(Word& word, std::string_view text) const {
  word.spelling = lowered(text.substr(word.begin, word.end - word.begin));
  word.folded = folded_word(word.spelling);
  word.common = english_ && std::ranges::binary_search(kCommonEnglish, std::string_view(word.folded));
  word.stems.clear();
  for (const auto& stemmer : stemmers_) {
    // Stemmed before folding: the German and French rules look at the diacritics.
    std::string stem = folded_word(stemmer(word.spelling));
    const bool known = stem.empty() || stem == word.folded || std::ranges::find(word.stems, stem) != word.stems.end();
    if (!known) word.stems.push_back(std::move(stem));
  }
}

void Analyzer::for_each_word(std::string_view text, const std::function<bool(const Word&)>& take) const {
  Word word;
  for (auto run = next_run(text, 0); run; run = next_run(text, run->end)) {
    if (run->ideographs) {
      if (!take_ideographs(text, *run, take)) return;
      continue;
    }
    word.begin = run->begin;
    word.end = run->end;
    fill(word, text);
    if (!take(word)) return;
    run->end += length_of_possessive(text.substr(run->end));
  }
}

}  // namespace souk::search
