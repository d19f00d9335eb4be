#pragma once

#include "ports/catalog_store.h"
#include "usecases/edit_cart.h"

namespace souk::usecases {

/// Sets a line's quantity.
class ChangeCartLine {
 public:
  ChangeCartLine(const EditCart& edit, const ports::CatalogStore& catalog) : edit_(edit), catalog_(catalog) {}

  /// Errors: not_found (no such line either), variant_unavailable (the variant is gone: the line can only be removed),
  /// invalid_quantity, and those of EditCart.
  Result<PricedCart> operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart, const LineId& line,
                                std::int64_t quantity) const;

 private:
  const EditCart& edit_;
  const ports::CatalogStore& catalog_;
};

}  // namespace souk::usecases
