#pragma once

#include <optional>

#include "commerce/error/error.h"
#include "ports/catalog_index.h"
#include "search/document_set.h"
#include "search/postings.h"
#include "search/snapshot.h"
#include "search/sort_key.h"

namespace souk::search {

/// Items of a list and the position after them. `after`: where the list before ended; it goes on behind that even if that
/// product is gone.
struct Items {
  std::vector<ports::ProductSummary> products;
  std::optional<std::string> next;
};
Result<Items> page_in_order(const Snapshot& snapshot, const DocumentBits& matches, ports::ProductSort sort,
                            const std::optional<Position>& after, std::int64_t limit);
Result<Items> page_by_relevance(const Snapshot& snapshot, const DocumentBits& matches, const Postings& scores,
                                const std::optional<Position>& after, std::int64_t limit);

}  // namespace souk::search
