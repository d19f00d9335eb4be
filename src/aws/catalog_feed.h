#pragma once

#include <atomic>
#include <cstdint>
#include <set>
#include <vector>

#include "aws/dynamo_shop.h"
#include "ports/catalog_store.h"

namespace souk::aws {

/// The catalog's history. A counter that every write moves would make all of them wait for each other, a checkout that sells
/// the last one included. So writes leave a touch, an item of its own, in their transaction, and whoever asks for the version
/// or the changes first gives the touches their sequences: only askers ever meet at the counter. Thread-safe.
class CatalogFeed {
 public:
  explicit CatalogFeed(const DynamoShop& shop) : shop_(shop) {}

  /// For the transaction of whatever a reader of the catalog could notice: these products changed or are gone; none: something
  /// that is no product's did.
  Action touch(const std::set<ProductId>& products) const;
  /// After that transaction: this process is to see it at once. Others do within kFreshFor.
  void touched() { stale_ = true; }

  std::int64_t version();
  Result<std::vector<ports::ProductChange>> changes_after(std::int64_t sequence, std::int64_t limit);

 private:
  struct Touch;
  struct Waiting;
  Result<std::int64_t> give_sequences();
  Result<Waiting> read_touches() const;
  Result<bool> give_sequences_to(const Waiting& waiting) const;
  Result<std::vector<Action>> numbering(const Waiting& waiting) const;

  const DynamoShop& shop_;
  std::atomic<bool> stale_ = true;
  std::atomic<std::int64_t> version_ = 0;
  std::atomic<std::int64_t> read_at_ = 0;  // milliseconds of the steady clock
};

}  // namespace souk::aws
