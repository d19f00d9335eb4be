#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "ports/catalog_index.h"
#include "search/filter.h"

namespace souk::search {

inline constexpr std::size_t kMaxFacetValues = 50;
// A catalog from many hands has hundreds of option names; a page shows the ones that most of its products share.
inline constexpr std::size_t kMaxOptionFacets = 20;

/// Category, vendor, tag, in_stock, then options; values with the most products first, none without.
std::vector<ports::Facet> count_facets(const Filter& filter);

/// Lowest and highest price of the products that match, whatever prices were chosen; nullopt without products.
std::optional<std::pair<Money, Money>> price_range(const Filter& filter);

}  // namespace souk::search
