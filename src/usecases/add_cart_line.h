#pragma once

#include "ports/catalog_store.h"
#include "ports/id_source.h"
#include "usecases/edit_cart.h"

namespace souk::usecases {

/// Puts a variant into a cart, or more of it. Stock is no reason to refuse: only checkout takes it, the cart shows a hint.
class AddCartLine {
 public:
  AddCartLine(const EditCart& edit, const ports::CatalogStore& catalog, ports::IdSource& ids, const ports::Clock& clock)
      : edit_(edit), catalog_(catalog), ids_(ids), clock_(clock) {}

  /// Errors: variant_unavailable (unknown or not public), invalid_quantity, cart_full, and those of EditCart.
  Result<PricedCart> operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart, const VariantId& variant,
                                std::int64_t quantity) const;

 private:
  const EditCart& edit_;
  const ports::CatalogStore& catalog_;
  ports::IdSource& ids_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
