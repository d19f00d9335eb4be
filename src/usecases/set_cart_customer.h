#pragma once

#include <optional>
#include <string>

#include "usecases/edit_cart.h"

namespace souk::usecases {

struct CartCustomer {
  std::string email;
  std::optional<Address> shipping_address;  // may be absent when nothing in the cart is shipped
  std::optional<Address> billing_address;
};

/// Says who buys and where it goes; replaces what the cart knew before.
class SetCartCustomer {
 public:
  SetCartCustomer(const EditCart& edit, const ports::SettingsStore& settings) : edit_(edit), settings_(settings) {}

  /// Errors: validation_failed, invalid_characters, too_long with a pointer ("/email", "/shipping_address/city"; a country the
  /// shop does not ship to is
  /// "/shipping_address/country"), and those of EditCart.
  Result<PricedCart> operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart,
                                const CartCustomer& customer) const;

 private:
  const EditCart& edit_;
  const ports::SettingsStore& settings_;
};

}  // namespace souk::usecases
