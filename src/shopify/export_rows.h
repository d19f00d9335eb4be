#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "commerce/catalog/product.h"
#include "shopify/import_source.h"

namespace souk::shopify {

/// The columns beyond the classical 44 that a product's custom fields need.
void collect_columns(const Product& product, std::vector<std::string>& columns);

/// A product as rows under `columns`: variants and images side by side, one each a row. `stock`: of its variants, in their
/// order. `source`: of the last import, so that a count the shop has not touched since leaves as it came.
std::vector<std::vector<std::string>> rows_of(const Product& product, std::span<const StockItem> stock,
                                              const std::optional<ImportSource>& source,
                                              const std::vector<std::string>& columns);

}  // namespace souk::shopify
