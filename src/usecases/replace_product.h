#pragma once

#include <cstdint>

#include "ports/catalog_store.h"
#include "ports/id_source.h"
#include "ports/settings_store.h"
#include "usecases/product_input.h"

namespace souk::usecases {

enum class PriceCuts {
  gentle,  // by half at most
  any,
};

/// Every change of a product or its variants comes through here: at exactly the version that staff had seen.
class ReplaceProduct {
 public:
  ReplaceProduct(ports::CatalogStore& catalog, const ports::SettingsStore& settings, ports::IdSource& ids)
      : catalog_(catalog), settings_(settings), ids_(ids) {}

  /// The product at `if_version` becomes `input`: variants it names by id keep their stock item, those without an id are new,
  /// the others go; the order stays. An empty slug keeps the present one. Errors: not_found, version_conflict, slug_taken,
  /// validation_failed with a pointer ("/variants/1/id": not a variant of this product), step_up_required (a price falls by
  /// more than `cuts` allow), idempotency_key_reused.
  Result<Product> operator()(const ports::Repeatable<Product>& repeatable, const ProductId& id, std::int64_t if_version,
                             ProductInput input, PriceCuts cuts) const;

 private:
  ports::CatalogStore& catalog_;
  const ports::SettingsStore& settings_;
  ports::IdSource& ids_;
};

}  // namespace souk::usecases
