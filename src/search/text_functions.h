#pragma once

#include <cstdint>

#include "search/analyzer.h"
#include "search/product_texts.h"
#include "sqlite/connection.h"

namespace souk::search {

/// Teaches a connection the tokenizer `souk` (Analyzer; in a query the text is one token as it stands) and the auxiliary
/// function `souk_hits(table)`: how often each column of the row has the first phrase of the query, a byte for each.
/// FTS5's own bm25() looks up the length of every row in another table and counts the phrase's rows once more.
Result<void> add_text_functions(sqlite::Connection& connection, const Languages& languages);

/// Hits of one field in what souk_hits returned.
inline std::int64_t hits_in(std::int64_t packed, TextField field) { return packed >> 8 * static_cast<int>(field) & 0xFF; }

}  // namespace souk::search
