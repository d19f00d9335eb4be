#pragma once

#include "ports/id_source.h"
#include "usecases/edit_cart.h"

namespace souk::usecases {

/// A new, empty cart in the shop's currency.
class CreateCart {
 public:
  CreateCart(const EditCart& edit, const ports::SettingsStore& settings, ports::IdSource& ids, const ports::Clock& clock)
      : edit_(edit), settings_(settings), ids_(ids), clock_(clock) {}

  Result<PricedCart> operator()(const ports::Repeatable<PricedCart>& repeatable) const;

 private:
  const EditCart& edit_;
  const ports::SettingsStore& settings_;
  ports::IdSource& ids_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
