#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "ports/catalog_store.h"
#include "ports/inventory.h"

namespace souk::usecases {

/// Writes the whole catalog in the layout that ImportCatalog reads: importing it again changes nothing.
class ExportCatalog {
 public:
  ExportCatalog(const ports::CatalogStore& catalog, const ports::Inventory& inventory)
      : catalog_(catalog), inventory_(inventory) {}

  /// Returns the number of products. Errors: those of the store; unavailable when `out` takes no more.
  Result<std::int64_t> operator()(std::ostream& out) const;

 private:
  Result<std::string> rows(const Product& product, const std::vector<std::string>& columns) const;

  const ports::CatalogStore& catalog_;
  const ports::Inventory& inventory_;
};

}  // namespace souk::usecases
