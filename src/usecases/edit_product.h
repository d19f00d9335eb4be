#pragma once

#include <cstdint>
#include <functional>

#include "ports/catalog_store.h"
#include "ports/id_source.h"
#include "ports/settings_store.h"
#include "usecases/product_input.h"

namespace souk::usecases {

/// What every verb that changes a product shares: read, change, check, put at exactly the version that staff had seen.
class EditProduct {
 public:
  /// Gets the product as stored. Its id, version, times and stock items stay whatever the change says.
  using Change = std::function<Result<ProductInput>(Product)>;

  EditProduct(ports::CatalogStore& catalog, const ports::SettingsStore& settings, ports::IdSource& ids)
      : catalog_(catalog), settings_(settings), ids_(ids) {}

  /// Errors: what `change` reports; not_found, version_conflict, slug_taken, validation_failed with a pointer
  /// ("/variants/1/id": not a variant of this product), idempotency_key_reused.
  Result<Product> operator()(const ports::Repeatable<Product>& repeatable, const ProductId& id, std::int64_t if_version,
                             const Change& change) const;

 private:
  ports::CatalogStore& catalog_;
  const ports::SettingsStore& settings_;
  ports::IdSource& ids_;
};

}  // namespace souk::usecases
