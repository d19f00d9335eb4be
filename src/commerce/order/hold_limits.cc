#include "commerce/order/hold_limits.h"

#include <algorithm>

namespace souk {

Result<void> check_hold_limits(const OpenHolds& open, std::span<const StockNeed> tracked, const HoldLimits& limits) {
  if (tracked.empty()) return {};
  const bool has_room = std::ranges::all_of(tracked, [&](const StockNeed& need) {
    const auto held = open.by_item.find(need.stock_item);
    return held == open.by_item.end() || held->second < limits.per_client_and_item;
  });
  if (has_room && open.orders < limits.per_client) return {};
  return fail(ErrorCode::too_many_holds,
              "Too many checkouts from where you are wait for their payment. Finish one, or try again later");
}

}  // namespace souk
