#pragma once

#include <cstdint>
#include <optional>

#include "commerce/cart/cart.h"
#include "ports/answers.h"

namespace souk::ports {

/// Carts, until they expire. One transaction a method, thread-safe.
class CartStore {
 public:
  virtual ~CartStore() = default;
  /// Expired carts are not_found.
  virtual Result<Cart> find(const CartId& id) const = 0;
  /// Writes a new cart (version 0) or replaces the one at exactly cart.version; returns it with version + 1. `cart.order` is
  /// the ledger's to set: it is ignored here and kept as stored. Errors: version_conflict, not_found, idempotency_key_reused.
  virtual Result<Cart> save(const Repeatable<Cart>& repeatable, const Cart& cart) = 0;
  /// Remembers what the client was told, without a new version; nothing happens if the cart moved on since `version`.
  virtual Result<void> remember_total(const CartId& id, std::int64_t version, Money total) = 0;
  /// Drops carts that expired before `before`; at most `limit` a call, returns how many.
  virtual Result<std::int64_t> drop_expired(Instant before, std::int64_t limit) = 0;
};

}  // namespace souk::ports
