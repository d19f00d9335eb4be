#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aws/dynamo_shop.h"
#include "commerce/order/hold_limits.h"
#include "commerce/order/order.h"

/// What a client holds, as items: one for each of its undecided orders, in one of the numbered slots that the client has. A
/// slot is written with the order and goes with its hold, each in the transaction of the order, so two checkouts never get the
/// same one and a client never holds more orders than it has slots. What it holds of one stock item is counted before:
/// checkouts at the very same time may pass that limit together, within the number of slots.
namespace souk::aws {

/// A client's slots as they were read.
class HoldSlots {
 public:
  static Result<HoldSlots> read(const DynamoShop& shop, const std::string& client);

  const OpenHolds& open() const { return open_; }
  /// A free slot below `slots`; where the search begins depends on the order, so that checkouts at one time rarely meet.
  std::optional<std::int64_t> free_one(std::int64_t slots, const OrderId& order) const;

 private:
  OpenHolds open_;
  std::vector<std::int64_t> taken_;
};

Action take_slot(const DynamoShop& shop, const Order& order, std::int64_t slot);
/// `holding`: the order while it held.
Action leave_slot(const DynamoShop& shop, const Order& holding, std::int64_t slot);

}  // namespace souk::aws
