#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include "ports/answers.h"
#include "ports/cart_store.h"
#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "usecases/cart_access.h"
#include "usecases/priced_cart.h"

namespace souk::usecases {

// A guest comes back to a cart within a month or not at all; every change starts the month again.
inline constexpr std::chrono::days kCartLifetime{30};

/// Which cart is to be changed and by whom, and, from a client that insists, as which version: on another one nothing is
/// changed.
struct CartToEdit {
  CartToEdit(const CartAccess& cart, std::optional<std::int64_t> version = {}) : access(cart), if_version(version) {}
  CartToEdit(const CartId& guests, std::optional<std::int64_t> version = {}) : access(guests), if_version(version) {}

  CartAccess access;
  std::optional<std::int64_t> if_version;
};

/// What every verb that changes a cart shares: read, change, price, save. Changes of one cart take turns, each on what the one
/// before left; when another process is faster, the change is made again on that.
class EditCart {
 public:
  using Change = std::function<Result<Cart>(Cart)>;

  EditCart(ports::CartStore& carts, const ports::CheckoutLedger& ledger, const PriceCart& price, const ports::Clock& clock)
      : carts_(carts), ledger_(ledger), price_(price), clock_(clock) {}

  /// `change` must not edit a cart itself. Errors: what it reports; not_found; cart_already_ordered (bought, or a payment under
  /// way); version_conflict (not the version that was insisted on, or other processes were faster three times).
  Result<PricedCart> operator()(const ports::Repeatable<PricedCart>& repeatable, const CartToEdit& cart,
                                const Change& change) const;
  /// The first save of a new cart, or one more of a changed one: prices it and remembers the total that is about to be shown.
  Result<PricedCart> save(const ports::Repeatable<PricedCart>& repeatable, Cart cart) const;

 private:
  Result<void> still_open(const Cart& cart) const;
  std::mutex& turn_of(const CartId& id) const;

  ports::CartStore& carts_;
  const ports::CheckoutLedger& ledger_;
  const PriceCart& price_;
  const ports::Clock& clock_;
  // Of all carts, one in so many shares a turn with another. Held over a whole edit: of writers that all read the same version
  // the store would save one a round and turn the rest away.
  mutable std::array<std::mutex, 256> turns_;
};

}  // namespace souk::usecases
