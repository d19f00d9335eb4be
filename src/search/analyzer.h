#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/error/error.h"

namespace souk::search {

/// The languages of a shop's catalog, by Snowball's names: a word is indexed under its stem in each of them.
struct Languages {
  std::vector<std::string> stemmers{"english"};

  /// One text for all of it: an index made for other languages must be rebuilt.
  std::string name() const;
};

/// One word of a text, or one or two ideographs.
struct Word {
  std::string spelling;            // lower case, diacritics kept
  std::string folded;              // without diacritics: what shoppers type, and what prefixes are of
  std::vector<std::string> stems;  // folded as well; without those equal to `folded`
  std::size_t begin = 0, end = 0;  // bytes of the text
  bool ideographs = false;
  bool pair = false;    // two ideographs
  bool common = false;  // "the", "of": says nothing about a product
};

// Longer "words" are encoded data; their beginnings are enough to find them.
inline constexpr std::size_t kMaxWordBytes = 96;

/// Breaks texts into words. Used by one thread at a time: the stemmers keep buffers.
class Analyzer {
 public:
  /// Errors: invalid_argument for a language without a stemmer.
  static Result<Analyzer> make(const Languages& languages);
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;
  ~Analyzer();

  /// Calls `take` for each word in order, until it returns false. A single ideograph comes before the pair it begins.
  void for_each_word(std::string_view text, const std::function<bool(const Word&)>& take) const;

 private:
  struct Stemmer;
  Analyzer(std::vector<Stemmer> stemmers, bool english);
  void fill(Word& word, std::string_view text) const;

  std::vector<Stemmer> stemmers_;
  bool english_;
};

}  // namespace souk::search
