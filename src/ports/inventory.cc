#include "ports/inventory.h"

namespace souk::ports {

Result<ChangedStock> changed(const StockItem& item, const StockChange& change) {
  StockItem after = item;
  if (change.policy) {
    TRY(after, with_policy(after, *change.policy, nullptr));
  }
  std::int64_t delta = change.delta.value_or(0);
  if (change.set_on_hand) delta = *change.set_on_hand - after.on_hand;
  if (delta != 0) {
    TRY(after, adjusted(after, delta));
  }
  if (change.low_stock_threshold) after.low_stock_threshold = *change.low_stock_threshold;
  if (after != item) ++after.version;
  return ChangedStock{.item = after, .delta = after.on_hand - item.on_hand};
}

}  // namespace souk::ports
