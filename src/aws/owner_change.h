#pragma once

#include <functional>
#include <optional>

#include "aws/order_items.h"

namespace souk::aws {

/// A step of one order that changes whose it is, or what it says of its owner, and nothing of its stock or payments; one call,
/// over all its rounds.
class OwnerChange {
 public:
  using Step = std::function<Order(Order)>;  // an order that it returns unchanged is not written

  OwnerChange(const DynamoShop& shop, const OrderId& order, const Step& step) : shop_(shop), order_(order), step_(step) {}

  /// Whether this call changed the order.
  Result<std::optional<bool>> round();

 private:
  const DynamoShop& shop_;
  const OrderId& order_;
  const Step& step_;
  std::optional<Order> written_{};  // by a round whose answer was lost, perhaps
};

}  // namespace souk::aws
