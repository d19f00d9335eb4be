#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "embedded/catalog_products.h"
#include "embedded/catalog_sequence.h"
#include "embedded/stock_rows.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

std::string shared_record(Product product) {
  product.variants.clear();
  return records::write(product);
}

std::unexpected<Error> changed_or_gone(bool exists) {
  if (exists) return fail(ErrorCode::version_conflict, "The product has changed since it was read");
  return fail(ErrorCode::not_found, "There is no such product");
}

/// Writes the product's own row; returns it with its new version and its dates.
Result<Product> write_row(sqlite::Connection& connection, Product product, Instant now) {
  const bool is_new = product.version == 0;
  TRY(const auto stored,
      connection.first<std::int64_t, Instant>("SELECT version, created_at FROM products WHERE id = ?", product.id));
  const auto [version, created_at] = stored.value_or(std::pair(std::int64_t{0}, now));
  if (version != product.version) return changed_or_gone(is_new || stored.has_value());
  product.version = version + 1;
  product.created_at = created_at;
  product.updated_at = now;
  TRY(
      connection.run("INSERT INTO products (id, status, version, created_at, updated_at, record) VALUES (?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT (id) DO UPDATE SET status = excluded.status, version = excluded.version,"
                     " updated_at = excluded.updated_at, record = excluded.record",
                     product.id, product.status, product.version, created_at, now, shared_record(product)));
  return product;
}

Result<void> take_slug(sqlite::Connection& connection, const Product& product) {
  TRY(const auto owner, connection.first<ProductId>("SELECT product_id FROM product_slugs WHERE slug = ?", product.slug));
  if (owner && *owner != product.id) return fail_at("/slug", ErrorCode::slug_taken, "Another product has this slug, or had it");
  TRY(connection.run("UPDATE product_slugs SET is_current = 0 WHERE product_id = ? AND is_current = 1 AND slug <> ?",
                     product.id, product.slug));
  TRY(
      connection.run("INSERT INTO product_slugs (slug, product_id, is_current) VALUES (?, ?, 1)"
                     " ON CONFLICT (slug) DO UPDATE SET is_current = 1 WHERE is_current = 0",
                     product.slug, product.id));
  return {};
}

Result<void> write_categories(sqlite::Connection& connection, const Product& product) {
  TRY(connection.run("DELETE FROM product_categories WHERE product_id = ?", product.id));
  for (const CategoryId& category : product.categories) {
    TRY(const auto added,
        connection.run("INSERT INTO product_categories (product_id, category_id) SELECT ?, id FROM categories WHERE id = ?"
                       " ON CONFLICT DO NOTHING",
                       product.id, category));
    if (added == 0) {
      TRY(const auto known, connection.first<bool>("SELECT 1 FROM categories WHERE id = ?", category));
      if (!known) return fail_at("/categories", ErrorCode::validation_failed, "One of the categories does not exist");
    }
  }
  return {};
}

struct VariantRow {
  std::int64_t position;
  std::string record;
};
using VariantRows = std::unordered_map<VariantId, VariantRow>;

Result<VariantRows> variant_rows(sqlite::Connection& connection, const ProductId& id) {
  TRY(auto rows, connection.all<VariantId, std::int64_t, std::string>(
                     "SELECT id, position, record FROM variants WHERE product_id = ?", id));
  VariantRows found;
  for (auto& [variant, position, record] : rows) found.emplace(variant, VariantRow{position, std::move(record)});
  return found;
}

Result<void> write_variant(sqlite::Connection& connection, const ProductId& product, const Variant& variant,
                           std::int64_t position, const std::string& record) {
  TRY(add_stock(connection, variant.stock_item));
  TRY(const auto written,
      connection.run("INSERT INTO variants (id, product_id, position, stock_item_id, record) VALUES (?1, ?2, ?3, ?4, ?5)"
                     " ON CONFLICT (id) DO UPDATE SET position = excluded.position,"
                     " stock_item_id = excluded.stock_item_id, record = excluded.record"
                     " WHERE product_id = excluded.product_id",
                     variant.id, product, position, variant.stock_item, record));
  if (written == 0) return fail_at("/variants", ErrorCode::validation_failed, "One of the variants belongs to another product");
  return {};
}

/// Of up to 2,048 variants usually few have changed: only those are written.
Result<void> write_variants(sqlite::Connection& connection, const Product& product) {
  TRY(VariantRows stored, variant_rows(connection, product.id));
  std::int64_t position = 0;
  for (const Variant& variant : product.variants) {
    const auto row = stored.find(variant.id);
    const std::string record = records::write(variant);
    const bool same = row != stored.end() && row->second.position == position && row->second.record == record;
    if (!same) TRY(write_variant(connection, product.id, variant, position, record));
    if (row != stored.end()) stored.erase(row);
    ++position;
  }
  for (const auto& [gone, row] : stored) TRY(connection.run("DELETE FROM variants WHERE id = ?", gone));
  return {};
}

Result<void> write_stock(sqlite::Connection& connection, const ports::ProductWrite& write, ports::IdSource& ids, Instant now) {
  if (write.stock.empty()) return {};
  std::unordered_map<VariantId, StockItemId> items;
  for (const Variant& variant : write.product.variants) items.emplace(variant.id, variant.stock_item);
  for (const auto& [variant, change] : write.stock) {
    const auto item = items.find(variant);
    if (item == items.end())
      return fail_at("/variants", ErrorCode::validation_failed, "Stock is given for a variant the product does not have");
    TRY(change_stock(connection, item->second, std::nullopt, change, ids, now));
  }
  return {};
}

Result<void> put_import(sqlite::Connection& connection, const ports::ImportedProduct& imported, const ProductId& product) {
  TRY(
      connection.run("INSERT INTO imported_products (handle, product_id, rows_hash, source) VALUES (?, ?, ?, ?)"
                     " ON CONFLICT (handle) DO UPDATE SET product_id = excluded.product_id, rows_hash = excluded.rows_hash,"
                     " source = excluded.source",
                     imported.handle, product, imported.rows_hash, imported.source));
  return {};
}

}  // namespace

Result<Product> write_product(sqlite::Connection& connection, const ports::ProductWrite& write, ports::IdSource& ids,
                              Instant now) {
  TRY(Product stored, write_row(connection, write.product, now));
  TRY(take_slug(connection, stored));
  TRY(write_categories(connection, stored));
  TRY(write_variants(connection, stored));
  TRY(write_stock(connection, write, ids, now));
  if (write.imported) TRY(put_import(connection, *write.imported, stored.id));
  TRY(touch_product(connection, stored.id));
  return stored;
}

Result<void> erase_product(sqlite::Connection& connection, const ProductId& id, std::int64_t if_version) {
  TRY(const auto erased, connection.run("DELETE FROM products WHERE id = ? AND version = ?", id, if_version));
  if (erased == 0) {
    TRY(const auto exists, connection.first<bool>("SELECT 1 FROM products WHERE id = ?", id));
    return changed_or_gone(exists.has_value());
  }
  return touch_product(connection, id);
}

Result<void> write_import(sqlite::Connection& connection, const ports::ImportedProduct& imported) {
  TRY(const auto product, connection.first<ProductId>("SELECT product_id FROM product_slugs WHERE slug = ?", imported.handle));
  if (!product) return fail(ErrorCode::not_found, "There is no such product");
  return put_import(connection, imported, *product);
}

}  // namespace souk::embedded
