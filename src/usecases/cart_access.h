#pragma once

#include <optional>

#include "ports/cart_store.h"

namespace souk::usecases {

/// Which cart, and who asks for it. A cart without an owner is anybody's who knows its id; a customer's is theirs alone.
struct CartAccess {
  CartAccess(const CartId& id, const std::optional<CustomerId>& who = {}) : cart(id), customer(who) {}

  CartId cart;
  std::optional<CustomerId> customer;  // nullopt: a guest
};

/// Errors: not_found, for somebody else's as for none.
Result<Cart> find_cart(const ports::CartStore& carts, const CartAccess& access);

}  // namespace souk::usecases
