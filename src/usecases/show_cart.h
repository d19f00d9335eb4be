#pragma once

#include "ports/cart_store.h"
#include "usecases/cart_access.h"
#include "usecases/priced_cart.h"

namespace souk::usecases {

/// A cart at today's prices. Remembers the total it shows: a checkout is held to it.
class ShowCart {
 public:
  ShowCart(ports::CartStore& carts, const PriceCart& price) : carts_(carts), price_(price) {}

  /// Errors: not_found, unavailable.
  Result<PricedCart> operator()(const CartAccess& access) const;

 private:
  ports::CartStore& carts_;
  const PriceCart& price_;
};

}  // namespace souk::usecases
