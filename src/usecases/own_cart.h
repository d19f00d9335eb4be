#pragma once

#include <optional>

#include "ports/cart_store.h"
#include "ports/clock.h"
#include "ports/customer_store.h"
#include "ports/id_source.h"
#include "ports/settings_store.h"

namespace souk::usecases {

/// The one open cart of a customer. What a guest has put together is merged into it at login, by souk::merged, and the guest's
/// cart is gone then: a repeated login merges nothing twice.
class OwnCart {
 public:
  OwnCart(ports::CartStore& carts, const ports::CustomerStore& customers, const ports::SettingsStore& settings,
          ports::IdSource& ids, const ports::Clock& clock)
      : carts_(carts), customers_(customers), settings_(settings), ids_(ids), clock_(clock) {}

  /// With what is in `brought`, if that is a guest's and nothing was ordered of it. nullopt: the customer has none, and brought
  /// none. Errors: overloaded (other requests were faster three times), unavailable and its like.
  Result<std::optional<Cart>> with(const CustomerId& customer, const std::optional<CartId>& brought) const;

  struct Found {
    Cart cart;
    bool fresh = false;  // made by this call
  };
  /// The one there is, or a new one. Errors: as above.
  Result<Found> operator()(const CustomerId& customer) const;

 private:
  Result<std::optional<Cart>> guests(const std::optional<CartId>& id) const;
  Result<Cart> owned(Cart cart, const CustomerId& customer) const;

  ports::CartStore& carts_;
  const ports::CustomerStore& customers_;
  const ports::SettingsStore& settings_;
  ports::IdSource& ids_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
