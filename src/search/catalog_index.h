#pragma once

#include <memory>

#include "ports/catalog_index.h"
#include "ports/clock.h"
#include "search/analyzer.h"
#include "search/index_place.h"

namespace souk::search {

/// The catalog's index in `place`, made when missing and emptied when of another format, language or key (sequence() is 0
/// then). One process opens it at a time. Errors: unavailable, storage_full, invalid_argument (a language without stemmer).
Result<std::unique_ptr<ports::CatalogIndex>> open_catalog_index(const IndexPlace& place, const ports::Clock& clock,
                                                                const Languages& languages = {});

}  // namespace souk::search
