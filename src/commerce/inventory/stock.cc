#include "commerce/inventory/stock.h"

namespace souk {

Result<StockItem> adjusted(StockItem item, std::int64_t delta) {
  if (item.policy == StockPolicy::untracked)
    return fail(ErrorCode::invalid_state, "This item is not tracked: it has no stock to change");
  if (delta > 2 * kMaxStock || delta < -2 * kMaxStock) return fail(ErrorCode::validation_failed, "The change is too large");
  const std::int64_t on_hand = item.on_hand + delta;
  if (on_hand > kMaxStock || on_hand < -kMaxStock) return fail(ErrorCode::validation_failed, "The stock would be too large");
  if (item.policy == StockPolicy::deny && on_hand < item.reserved)
    return fail(ErrorCode::validation_failed, "Less would be on hand than undecided checkouts hold");
  item.on_hand = on_hand;
  return item;
}

Result<StockItem> with_policy(StockItem item, StockPolicy policy, std::int64_t* written_off) {
  if (written_off != nullptr) *written_off = 0;
  if (policy == StockPolicy::untracked && item.reserved != 0)
    return fail(ErrorCode::invalid_state, "Undecided checkouts hold this item: it stays tracked until they are through");
  if (policy == StockPolicy::deny && item.on_hand < item.reserved)
    return fail(ErrorCode::invalid_state, "More is promised than is on hand: receive stock before sales are limited to it");
  if (policy == StockPolicy::untracked) {
    if (written_off != nullptr) *written_off = -item.on_hand;
    item.on_hand = 0;
  }
  item.policy = policy;
  return item;
}

}  // namespace souk
