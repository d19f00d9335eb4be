#pragma once

#include <vector>

#include "ports/cart_store.h"
#include "usecases/cart_access.h"
#include "usecases/priced_cart.h"

namespace souk::usecases {

/// How the goods of a cart can be shipped, cheapest first; empty when nothing in it is shipped.
class ListShippingOptions {
 public:
  ListShippingOptions(const ports::CartStore& carts, const PriceCart& price, const ports::SettingsStore& settings)
      : carts_(carts), price_(price), settings_(settings) {}

  /// Errors: not_found, unavailable.
  Result<std::vector<ShippingOption>> operator()(const CartAccess& access) const;

 private:
  const ports::CartStore& carts_;
  const PriceCart& price_;
  const ports::SettingsStore& settings_;
};

}  // namespace souk::usecases
