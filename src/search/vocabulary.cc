#include "search/vocabulary.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "search/analyzer.h"
#include "search/characters.h"
#include "search/edit_distance.h"

namespace souk::search {

namespace {

// Analyzer cuts words, so that lengths fit in a byte; folding can double a letter.
static_assert(2 * (kMaxWordBytes + 4) <= 255);

/// One bit for each letter a–z and digit; the rest share the other bits.
std::uint64_t letters_of(std::string_view word) {
  std::uint64_t letters = 0;
  for (std::string_view rest = word; !rest.empty();) {
    const char32_t character = next_character(rest);
    unsigned bit = 36 + character % 28;
    if (character >= U'a' && character <= U'z') bit = character - U'a';
    if (character >= U'0' && character <= U'9') bit = 26 + (character - U'0');
    letters |= std::uint64_t{1} << bit;
  }
  return letters;
}

std::size_t allowed_slips(const std::u32string& word) {
  const bool has_digit = std::ranges::any_of(word, [](char32_t c) { return c >= U'0' && c <= U'9'; });
  if (word.size() < 4 || has_digit) return 0;
  return word.size() < 8 ? 1 : 2;
}

std::size_t difference(std::size_t a, std::size_t b) { return a < b ? b - a : a - b; }

}  // namespace

Vocabulary::Vocabulary(const Vocabulary& before, const WordChanges& changes) {
  entries_.reserve(before.entries_.size() + changes.size());
  arena_.reserve(before.arena_.size());
  auto change = changes.begin();
  for (const Entry& entry : before.entries_) {
    const std::string_view text = before.word(entry);
    for (; change != changes.end() && change->first < text; ++change) append(change->first, change->second);
    WordChange use{.documents = entry.documents, .headings = entry.headings, .spelling = std::string(before.spelling(entry))};
    if (change != changes.end() && change->first == text) {
      use.documents += change->second.documents;
      use.headings += change->second.headings;
      ++change;
    }
    append(text, use);
  }
  for (; change != changes.end(); ++change) append(change->first, change->second);
}

void Vocabulary::append(std::string_view word, const WordChange& use) {
  if (use.documents <= 0) return;
  Entry entry{.letters = letters_of(word),
              .offset = static_cast<std::uint32_t>(arena_.size()),
              .documents = static_cast<std::uint32_t>(use.documents),
              .headings = static_cast<std::uint32_t>(std::max<std::int64_t>(use.headings, 0)),
              .length = static_cast<std::uint8_t>(word.size()),
              .characters = static_cast<std::uint8_t>(characters_of(word).size())};
  arena_ += word;
  if (use.spelling != word) {
    entry.spelling_length = static_cast<std::uint8_t>(use.spelling.size());
    arena_ += use.spelling;
  }
  entries_.push_back(entry);
}

std::string_view Vocabulary::spelling(const Entry& entry) const {
  if (entry.spelling_length == 0) return word(entry);
  return std::string_view(arena_).substr(entry.offset + entry.length, entry.spelling_length);
}

Vocabulary::Entries::const_iterator Vocabulary::lower_bound(std::string_view text) const {
  return std::ranges::lower_bound(entries_, text, {}, [this](const Entry& entry) { return word(entry); });
}

bool Vocabulary::contains(std::string_view text) const {
  const auto found = lower_bound(text);
  return found != entries_.end() && word(*found) == text;
}

std::string_view Vocabulary::spelling(std::string_view text) const { return spelling(*lower_bound(text)); }

std::vector<const Vocabulary::Entry*> Vocabulary::longer_than(std::string_view prefix) const {
  std::vector<const Entry*> found;
  for (auto at = lower_bound(prefix); at != entries_.end() && word(*at).starts_with(prefix); ++at) {
    if (at->length > prefix.size()) found.push_back(&*at);
  }
  return found;
}

std::vector<std::string> Vocabulary::best(std::vector<const Entry*> found, std::size_t limit) const {
  const auto more_used = [this](const Entry* a, const Entry* b) {
    return std::tuple(b->headings, b->documents, word(*a)) < std::tuple(a->headings, a->documents, word(*b));
  };
  const std::size_t kept = std::min(limit, found.size());
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(kept), more_used);
  std::vector<std::string> words;
  words.reserve(kept);
  for (std::size_t i = 0; i < kept; ++i) words.emplace_back(word(*found[i]));
  return words;
}

std::vector<std::string> Vocabulary::completions(std::string_view prefix, std::size_t limit, bool* truncated) const {
  auto found = longer_than(prefix);
  *truncated = found.size() > limit;
  return best(std::move(found), limit);
}

std::vector<std::string> Vocabulary::heading_completions(std::string_view prefix, std::size_t limit) const {
  auto found = longer_than(prefix);
  std::erase_if(found, [](const Entry* entry) { return entry->headings == 0; });
  return best(std::move(found), limit);
}

// Every word is compared by the set of its letters first, which costs two instructions: 200,000 words take less than a
// millisecond, no index has to be kept, and unlike shared trigrams it never misses a short word with its slip in the middle.
std::vector<std::string> Vocabulary::corrections(std::string_view text, std::size_t limit) const {
  const std::u32string wanted = characters_of(text);
  const std::size_t slips = allowed_slips(wanted);
  if (slips == 0) return {};
  const std::uint64_t letters = letters_of(text);
  std::vector<std::vector<const Entry*>> by_distance(slips + 1);
  for (const Entry& entry : entries_) {
    if (static_cast<std::size_t>(std::popcount(entry.letters ^ letters)) > 2 * slips) continue;
    if (difference(entry.characters, wanted.size()) > slips) continue;
    const auto distance = edit_distance(wanted, characters_of(word(entry)), slips);
    if (distance && *distance > 0) by_distance[*distance].push_back(&entry);
  }
  std::vector<std::string> words;
  for (auto& found : by_distance) {
    for (auto& near : best(std::move(found), limit - words.size())) words.push_back(std::move(near));
  }
  return words;
}

}  // namespace souk::search
