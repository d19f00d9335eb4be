#pragma once

#include <optional>
#include <string>

#include "aws/dynamo_shop.h"
#include "ports/cart_store.h"

/// Which cart a customer fills now: an item of the customer's that names it. It may name one that was ordered or has expired.
namespace souk::aws {

ItemKey customer_cart_key(const DynamoShop& shop, const CustomerId& customer);

/// The customer's cart if it is open.
Result<std::optional<Cart>> open_cart_of(const DynamoShop& shop, const CustomerId& customer);

/// One call of CartStore::hand_over, over all its rounds.
class CartHandOver {
 public:
  CartHandOver(const DynamoShop& shop, const Cart& cart, const std::optional<ports::CartVersion>& source)
      : shop_(shop), cart_(cart), source_(source) {}

  Result<std::optional<Cart>> round();

 private:
  Result<void> expect_no_other() const;

  const DynamoShop& shop_;
  const Cart& cart_;
  const std::optional<ports::CartVersion>& source_;
  const Instant now_ = shop_.clock.now();
  const std::string write_ = encode_id(shop_.ids.next());
};

}  // namespace souk::aws
