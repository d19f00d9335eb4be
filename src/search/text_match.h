#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/error/error.h"
#include "search/analyzer.h"
#include "search/postings.h"
#include "search/text_readers.h"

namespace souk::search {

// A shopper types a few words; more are a paste, and each costs a look into the index.
inline constexpr std::size_t kMaxQueryWords = 16;
inline constexpr std::size_t kMaxQueryBytes = 1024;

/// What is looked at of a text: its beginning, in whole characters.
std::string_view typed(std::string_view text);

/// A word to look for.
struct QueryWord {
  std::string folded;
  std::vector<std::string> stems;
  std::size_t begin = 0, end = 0;  // in the text typed
  bool ideographs = false;
};
/// The words of what was typed, each once; words that say nothing only if there are no others.
std::vector<QueryWord> query_words(const Analyzer& analyzer, std::string_view text);

struct TextMatches {
  Postings scores;  // ascending by document; hidden ones may be among them
  std::optional<std::string> corrected_text;
  bool approximate = false;  // the last word has more completions than were looked up
};
/// `words`: at least one.
Result<TextMatches> match_text(TermReader& reader, std::string_view text, std::vector<QueryWord> words);

/// The documents that have all of `words`, the last one perhaps unfinished; empty also when some word matches nothing.
Result<TextMatches> match_all(TermReader& reader, const std::vector<QueryWord>& words, bool last_is_unfinished);

}  // namespace souk::search
