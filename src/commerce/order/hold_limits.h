#pragma once

#include <cstdint>
#include <map>
#include <span>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/pricing/quote.h"

namespace souk {

/// How many undecided checkouts may keep stock from others at a time, where guests are told apart by their network: one client
/// is an address, or what an IPv6 line has. Decided ones do not count, so these only bound those who never pay.
struct HoldLimits {
  // A family, an office, a school class that buys together; a shop whose buyers share one address wants more.
  std::int64_t per_client = 20;
  // Of one stock item: who buys for others puts them into one cart.
  std::int64_t per_client_and_item = 5;
  friend bool operator==(const HoldLimits&, const HoldLimits&) = default;
};
inline constexpr std::int64_t kMaxHoldLimit = 1000;  // what is counted at each checkout stays countable

/// What one client keeps from others at this moment.
struct OpenHolds {
  std::int64_t orders = 0;
  std::map<StockItemId, std::int64_t> by_item{};  // how many of the orders hold it
};

/// Whether a client with these may hold `tracked` as well. Errors: too_many_holds.
Result<void> check_hold_limits(const OpenHolds& open, std::span<const StockNeed> tracked, const HoldLimits& limits);

}  // namespace souk
