#pragma once

#include <cstdint>

#include "ports/catalog_index.h"
#include "ports/catalog_store.h"
#include "ports/clock.h"
#include "ports/inventory.h"

namespace souk::usecases {

/// Brings the catalog's index up to the store, in batches; from nothing when the index is empty or is ahead of the store (a
/// restored backup).
class IndexCatalog {
 public:
  IndexCatalog(const ports::CatalogStore& catalog, const ports::Inventory& inventory, ports::CatalogIndex& index,
               const ports::Clock& clock)
      : catalog_(catalog), inventory_(inventory), index_(index), clock_(clock) {}

  /// One round, until the index has caught up with what the store held when the round began; returns how many products it
  /// touched: 0 means it was up to date. Errors: unavailable and its like.
  Result<std::int64_t> operator()() const;

 private:
  const ports::CatalogStore& catalog_;
  const ports::Inventory& inventory_;
  ports::CatalogIndex& index_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
