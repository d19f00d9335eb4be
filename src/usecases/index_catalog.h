#pragma once

#include <cstdint>

#include "ports/catalog_index.h"
#include "ports/catalog_store.h"
#include "ports/inventory.h"

namespace souk::usecases {

/// Brings the catalog's index up to the store, in batches; from nothing when the index is empty or is ahead of the store (a
/// restored backup). One at a time: an index has one writer.
class IndexCatalog {
 public:
  IndexCatalog(const ports::CatalogStore& catalog, const ports::Inventory& inventory, ports::CatalogIndex& index)
      : catalog_(catalog), inventory_(inventory), index_(index) {}

  /// One round, until the index has caught up with what the store held when the round began; returns how many products it
  /// touched. Cheap when there is nothing to do. Errors: unavailable and its like.
  Result<std::int64_t> operator()() const;

 private:
  struct Batch;
  Result<std::int64_t> follow(std::int64_t from, std::int64_t target) const;
  Result<std::int64_t> rebuild(std::int64_t target) const;
  Result<void> add(Batch& batch, Product product) const;
  Result<void> write(Batch& batch, std::int64_t sequence) const;

  const ports::CatalogStore& catalog_;
  const ports::Inventory& inventory_;
  ports::CatalogIndex& index_;
};

}  // namespace souk::usecases
