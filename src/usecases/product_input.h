#pragma once

#include <optional>
#include <vector>

#include "commerce/catalog/product.h"
#include "ports/catalog_store.h"

namespace souk::usecases {

/// A product as staff hands it in. A variant without an id (all zero) is new; ids, stock items, version and times are not taken from here.
/// An empty slug is made from the title. `description_html` is sanitized on the way.
struct ProductInput {
  Product product;
  std::vector<std::optional<ports::StockChange>> stock{};  // one per variant, same order; or empty: nothing said of stock
};

}  // namespace souk::usecases
