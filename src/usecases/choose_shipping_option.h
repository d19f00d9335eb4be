#pragma once

#include <string>

#include "usecases/edit_cart.h"

namespace souk::usecases {

class ChooseShippingOption {
 public:
  ChooseShippingOption(const EditCart& edit, const PriceCart& price, const ports::SettingsStore& settings)
      : edit_(edit), price_(price), settings_(settings) {}

  /// `code`: one that ListShippingOptions gave. Errors: validation_failed at "/code" (not offered), and those of EditCart.
  Result<PricedCart> operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart,
                                const std::string& code) const;

 private:
  const EditCart& edit_;
  const PriceCart& price_;
  const ports::SettingsStore& settings_;
};

}  // namespace souk::usecases
