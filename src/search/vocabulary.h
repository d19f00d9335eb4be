#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace souk::search {

/// How the use of one word changed.
struct WordChange {
  std::int64_t documents = 0;  // in any text of a product
  std::int64_t headings = 0;   // in its title, vendor, type, tags or options: only such words are suggested
  std::string spelling{};      // with diacritics, as the first product wrote it
};
using WordChanges = std::map<std::string, WordChange>;  // by folded word

/// Every word of the catalog with the number of products that use it. Immutable: an update makes the next one.
class Vocabulary {
 public:
  Vocabulary() = default;
  /// `before` with `changes`; words that no product uses any more are gone.
  Vocabulary(const Vocabulary& before, const WordChanges& changes);

  /// For making one word by word, in ascending order. A word without documents is left out.
  void append(std::string_view word, const WordChange& use);

  std::size_t size() const { return entries_.size(); }
  bool contains(std::string_view word) const;
  /// The spelling of a word it contains.
  std::string_view spelling(std::string_view word) const;

  /// Words that begin with `prefix` and are longer, the most used first. `truncated` tells whether there are more than `limit`.
  std::vector<std::string> completions(std::string_view prefix, std::size_t limit, bool* truncated) const;
  /// The same among the words of headings.
  std::vector<std::string> heading_completions(std::string_view prefix, std::size_t limit) const;

  /// What was probably meant by a word that no product has: words one slip away (4 to 7 letters) or two (longer), nearest
  /// first, then most used; at most `limit`. Shorter words and words with digits are left alone.
  std::vector<std::string> corrections(std::string_view word, std::size_t limit) const;

 private:
  struct Entry {
    std::uint64_t letters = 0;  // which letters occur: words that differ in too many cannot be near
    std::uint32_t offset = 0;   // of the word in arena_; a spelling that differs follows it
    std::uint32_t documents = 0;
    std::uint32_t headings = 0;
    std::uint8_t length = 0, spelling_length = 0, characters = 0;
  };
  using Entries = std::vector<Entry>;
  std::string_view word(const Entry& entry) const { return std::string_view(arena_).substr(entry.offset, entry.length); }
  std::string_view spelling(const Entry& entry) const;
  Entries::const_iterator lower_bound(std::string_view word) const;
  std::vector<const Entry*> longer_than(std::string_view prefix) const;
  std::vector<std::string> best(std::vector<const Entry*> found, std::size_t limit) const;

  Entries entries_;    // by word
  std::string arena_;  // one allocation instead of one for each word
};

}  // namespace souk::search
