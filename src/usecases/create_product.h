#pragma once

#include "ports/catalog_store.h"
#include "ports/id_source.h"
#include "ports/settings_store.h"
#include "usecases/product_input.h"

namespace souk::usecases {

class CreateProduct {
 public:
  CreateProduct(ports::CatalogStore& catalog, const ports::SettingsStore& settings, ports::IdSource& ids)
      : catalog_(catalog), settings_(settings), ids_(ids) {}

  /// Errors: validation_failed with a pointer ("/variants/0/price": another currency than the shop's), slug_taken (of a slug
  /// that was given; one made from the title gets a number instead), idempotency_key_reused.
  Result<Product> operator()(const ports::Repeatable<Product>& repeatable, ProductInput input) const;

 private:
  ports::CatalogStore& catalog_;
  const ports::SettingsStore& settings_;
  ports::IdSource& ids_;
};

}  // namespace souk::usecases
