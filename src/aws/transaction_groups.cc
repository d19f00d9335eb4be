#include "aws/transaction_groups.h"

#include <algorithm>
#include <utility>

namespace souk::aws {
namespace {

// A transaction may hold 4 MB of items; what is counted here is near, not exact.
constexpr std::size_t kMaxBytes = 3 << 20;

std::size_t size_of(const ActionGroup& group) {
  std::size_t bytes = 0;
  for (const Action& action : group) bytes += size_of(action);
  return bytes;
}

/// Fills transactions with groups.
class Batch {
 public:
  bool takes(const ActionGroup& group) const {
    return actions_.size() + group.size() <= kMaxActions && bytes_ + size_of(group) <= kMaxBytes;
  }
  void add(const ActionGroup& group) {
    bytes_ += size_of(group);
    actions_.insert(actions_.end(), group.begin(), group.end());
  }
  bool empty() const { return actions_.empty(); }
  std::vector<Action> taken() {
    bytes_ = 0;
    return std::exchange(actions_, {});
  }

 private:
  std::vector<Action> actions_;
  std::size_t bytes_ = 0;
};

Result<bool> send(const DynamoShop& shop, Batch& batch) {
  TRY(const Transacted transacted, shop.client.transact(batch.taken()));
  return transacted.committed;
}

}  // namespace

bool fits_one_transaction(std::span<const ActionGroup> groups) {
  Batch batch;
  return std::ranges::all_of(groups, [&](const ActionGroup& group) {
    if (!batch.takes(group)) return false;
    batch.add(group);
    return true;
  });
}

Result<bool> transact_in_turn(const DynamoShop& shop, std::span<const ActionGroup> groups) {
  Batch batch;
  for (const ActionGroup& group : groups) {
    if (!batch.takes(group) && !batch.empty()) {
      TRY(const bool written, send(shop, batch));
      if (!written) return false;
    }
    batch.add(group);
  }
  return batch.empty() ? Result<bool>(true) : send(shop, batch);
}

void sweep_away(const DynamoShop& shop, const std::vector<ItemKey>& keys) {
  std::vector<ActionGroup> groups;
  groups.reserve(keys.size());
  for (const ItemKey& key : keys) groups.push_back({Delete{.key = key}});
  [[maybe_unused]] const auto swept = transact_in_turn(shop, groups);
}

}  // namespace souk::aws
