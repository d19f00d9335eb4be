#pragma once

#include "ports/catalog_store.h"

namespace souk::usecases {

class DeleteCategory {
 public:
  explicit DeleteCategory(ports::CatalogStore& catalog) : catalog_(catalog) {}

  /// Errors: not_found, version_conflict, category_in_use (it has children or products).
  Result<void> operator()(const CategoryId& id, std::int64_t if_version, const std::optional<Act>& act) const;

 private:
  ports::CatalogStore& catalog_;
};

}  // namespace souk::usecases
