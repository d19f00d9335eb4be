#pragma once

#include "usecases/edit_cart.h"

namespace souk::usecases {

class RemoveCartLine {
 public:
  explicit RemoveCartLine(const EditCart& edit) : edit_(edit) {}

  /// Errors: not_found (no such line either), and those of EditCart.
  Result<PricedCart> operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart, const LineId& line) const;

 private:
  const EditCart& edit_;
};

}  // namespace souk::usecases
