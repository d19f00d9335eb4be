#pragma once

#include "ports/catalog_store.h"
#include "ports/id_source.h"

namespace souk::usecases {

class CreateCategory {
 public:
  CreateCategory(ports::CatalogStore& catalog, ports::IdSource& ids) : catalog_(catalog), ids_(ids) {}

  /// Id and version are not taken from `category`; an empty slug is made from the title. Errors: validation_failed with a
  /// pointer, slug_taken, invalid_argument (the parent does not exist), idempotency_key_reused.
  Result<Category> operator()(const ports::Repeatable<Category>& repeatable, Category category) const;

 private:
  ports::CatalogStore& catalog_;
  ports::IdSource& ids_;
};

}  // namespace souk::usecases
