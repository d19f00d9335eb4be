#pragma once

#include "ports/catalog_store.h"

namespace souk::usecases {

/// Carts that hold its variants show them as unavailable; orders keep their own copy.
class DeleteProduct {
 public:
  explicit DeleteProduct(ports::CatalogStore& catalog) : catalog_(catalog) {}

  /// Errors: not_found, version_conflict.
  Result<void> operator()(const ProductId& id, std::int64_t if_version, const std::optional<Act>& act) const;

 private:
  ports::CatalogStore& catalog_;
};

}  // namespace souk::usecases
