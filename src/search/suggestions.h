#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ports/catalog_index.h"
#include "search/text_readers.h"

namespace souk::search {

/// First what the last word may become, so that products with all the words exist; most of them first. Then products by title:
/// those whose titles begin with what is typed, then the best matches.
Result<std::vector<ports::Suggestion>> suggest(TermReader& reader, std::string_view typed, std::int64_t limit);

}  // namespace souk::search
