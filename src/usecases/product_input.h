#pragma once

#include <optional>
#include <vector>

#include "commerce/catalog/product.h"
#include "commerce/shop/settings.h"
#include "ports/catalog_store.h"
#include "ports/id_source.h"

namespace souk::usecases {

/// A product as staff hands it in. A variant without an id (all zero) is new; ids, stock items, version and times are not taken
/// from here. An empty slug is made from the title. `description_html` is sanitized on the way.
struct ProductInput {
  Product product;
  std::vector<std::optional<ports::StockChange>> stock{};  // one per variant, same order; or empty: nothing said of stock
};

/// Ready to be put: ids for what is new, variants of `stored` (nullptr: none yet) with their stock items, HTML sanitized,
/// everything checked. The slug is the caller's. Errors: validation_failed with a pointer into the input ("/variants/2/price"),
/// and those of souk::validated.
Result<ports::ProductWrite> prepared(ProductInput input, const Product* stored, const ShopSettings& settings,
                                     ports::IdSource& ids);

/// Errors: validation_failed ("/categories/1") for one that does not exist.
Result<void> check_categories(const ports::CatalogStore& catalog, const std::vector<CategoryId>& categories);

}  // namespace souk::usecases
