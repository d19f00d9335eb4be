#include "embedded/catalog_sequence.h"

namespace souk::embedded {

Result<std::int64_t> bump_catalog(sqlite::Connection& connection) {
  TRY(const auto sequence,
      connection.first<std::int64_t>("UPDATE counters SET value = value + 1 WHERE name = 'catalog_sequence' RETURNING value"));
  if (!sequence) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "no counter catalog_sequence");
  return *sequence;
}

Result<void> touch_product(sqlite::Connection& connection, const ProductId& product) {
  TRY(const std::int64_t sequence, bump_catalog(connection));
  TRY(
      connection.run("INSERT INTO catalog_changes (sequence, product_id) VALUES (?, ?)"
                     " ON CONFLICT (product_id) DO UPDATE SET sequence = excluded.sequence",
                     sequence, product));
  return {};
}

Result<void> touch_products_of(sqlite::Connection& connection, const StockItemId& stock_item) {
  TRY(const auto products,
      connection.all<ProductId>("SELECT DISTINCT product_id FROM variants WHERE stock_item_id = ?", stock_item));
  for (const ProductId& product : products) TRY(touch_product(connection, product));
  return {};
}

}  // namespace souk::embedded
