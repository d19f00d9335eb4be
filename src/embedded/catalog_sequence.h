#pragma once

#include <cstdint>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "sqlite/connection.h"

/// The catalog's history, written in the transaction of whatever a reader of the catalog could notice.
namespace souk::embedded {

/// Something that is no product's changed: a category, say.
Result<std::int64_t> bump_catalog(sqlite::Connection& connection);
/// The product changed or is gone.
Result<void> touch_product(sqlite::Connection& connection, const ProductId& product);
/// The availability of a stock item flipped: touches the products that sell it.
Result<void> touch_products_of(sqlite::Connection& connection, const StockItemId& stock_item);

}  // namespace souk::embedded
