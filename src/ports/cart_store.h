#pragma once

#include <cstdint>
#include <optional>

#include "commerce/cart/cart.h"
#include "ports/answers.h"

namespace souk::ports {

/// A cart as somebody read it.
struct CartVersion {
  CartId id;
  std::int64_t version = 0;
};

/// Carts, until they expire. One transaction a method, thread-safe.
class CartStore {
 public:
  virtual ~CartStore() = default;
  /// Expired carts are not_found.
  virtual Result<Cart> find(const CartId& id) const = 0;
  /// Writes a new cart (version 0) or replaces the one at exactly cart.version; returns it with version + 1. `cart.order` is
  /// the ledger's to set and `cart.customer` hand_over's: both are ignored here and kept as stored. Errors: version_conflict, not_found, idempotency_key_reused.
  virtual Result<Cart> save(const Repeatable<Cart>& repeatable, const Cart& cart) = 0;
  /// The open cart of a customer: the one that no live order was made of. nullopt: none.
  virtual Result<std::optional<Cart>> of_customer(const CustomerId& customer) const = 0;
  /// Makes `cart` the one open cart of cart.customer: a new one (version 0), or a guest's or their own at exactly its version.
  /// `source`, a guest's that was merged into it, is gone in the same transaction. Returns it with version + 1. Errors:
  /// version_conflict (either has moved on or was ordered, `source` has an owner, `cart` has another one, or the customer has
  /// got another open cart since).
  virtual Result<Cart> hand_over(const Cart& cart, const std::optional<CartVersion>& source) = 0;
  /// Remembers what the client was told, without a new version; nothing happens if the cart moved on since `version`.
  virtual Result<void> remember_total(const CartId& id, std::int64_t version, Money total) = 0;
  /// Drops carts that expired before `before`; at most `limit` a call, returns how many.
  virtual Result<std::int64_t> drop_expired(Instant before, std::int64_t limit) = 0;
};

}  // namespace souk::ports
