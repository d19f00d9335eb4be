#pragma once

#include <chrono>
#include <functional>

#include "ports/answers.h"
#include "ports/cart_store.h"
#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "usecases/cart_access.h"
#include "usecases/priced_cart.h"

namespace souk::usecases {

// A guest comes back to a cart within a month or not at all; every change starts the month again.
inline constexpr std::chrono::days kCartLifetime{30};

/// What every verb that changes a cart shares: read, change, price, save, and again when another request was faster. The client
/// sends no version, so its change is made on whatever the cart is by then.
class EditCart {
 public:
  using Change = std::function<Result<Cart>(Cart)>;

  EditCart(ports::CartStore& carts, const ports::CheckoutLedger& ledger, const PriceCart& price, const ports::Clock& clock)
      : carts_(carts), ledger_(ledger), price_(price), clock_(clock) {}

  /// Errors: what `change` reports; not_found; cart_already_ordered (bought, or a payment under way); overloaded (other
  /// requests were faster three times).
  Result<PricedCart> operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& access, const Change& change) const;
  /// The first save of a new cart, or one more of a changed one: prices it and remembers the total that is about to be shown.
  Result<PricedCart> save(const ports::Repeatable<PricedCart>& repeatable, Cart cart) const;

 private:
  Result<void> still_open(const Cart& cart) const;

  ports::CartStore& carts_;
  const ports::CheckoutLedger& ledger_;
  const PriceCart& price_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
