#pragma once

#include "ports/catalog_store.h"

namespace souk::usecases {

class ReplaceCategory {
 public:
  explicit ReplaceCategory(ports::CatalogStore& catalog) : catalog_(catalog) {}

  /// An empty slug keeps the present one. Errors: not_found, version_conflict, slug_taken, validation_failed with a pointer,
  /// invalid_argument (a parent that does not exist or makes a circle), idempotency_key_reused.
  Result<Category> operator()(const ports::Repeatable<Category>& repeatable, const CategoryId& id, std::int64_t if_version,
                              Category category) const;

 private:
  ports::CatalogStore& catalog_;
};

}  // namespace souk::usecases
