#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ports/catalog_store.h"
#include "ports/id_source.h"
#include "sqlite/connection.h"

/// The tables of products, slugs, variants and import records, inside whoever's transaction.
namespace souk::embedded {

Result<Product> find_product(sqlite::Connection& connection, const ProductId& id);
Result<ports::FoundProduct> find_product_by_slug(sqlite::Connection& connection, const std::string& slug);
Result<std::vector<Product>> list_products(sqlite::Connection& connection, const std::optional<ProductId>& after,
                                           std::int64_t limit);
Result<std::vector<ports::VariantForSale>> find_for_sale(sqlite::Connection& connection, std::span<const VariantId> ids);

/// CatalogStore::put for a product, without its idempotency key.
Result<Product> write_product(sqlite::Connection& connection, const ports::ProductWrite& write, ports::IdSource& ids,
                              Instant now);
Result<void> erase_product(sqlite::Connection& connection, const ProductId& id, std::int64_t if_version);

Result<std::optional<ports::ImportedProduct>> find_import(sqlite::Connection& connection, const std::string& handle);
/// Of the product that has the handle as its slug, or had it. Errors: not_found.
Result<void> write_import(sqlite::Connection& connection, const ports::ImportedProduct& imported);

}  // namespace souk::embedded
