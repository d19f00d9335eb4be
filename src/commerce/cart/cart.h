#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commerce/customer/address.h"
#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/money/money.h"
#include "commerce/time/instant.h"

namespace souk {

// DynamoDB caps a transaction at 100 actions; opening an order needs one per stock item and up to 20 more.
inline constexpr std::size_t kMaxDistinctVariants = 50;
inline constexpr std::int64_t kMaxLineQuantity =
    9999;  // also for a variant that allows more: keeps every sum far from overflow

struct CartLine {
  LineId id;
  VariantId variant;
  std::int64_t quantity = 1;
  friend bool operator==(const CartLine&, const CartLine&) = default;
};

struct Cart {
  CartId id;  // for a guest the id is the capability: who knows it may use it
  std::optional<CustomerId> customer{};  // whose it is; then the id opens it for nobody else
  std::int64_t version = 0;
  Currency currency{};
  std::vector<CartLine> lines;  // at most kMaxDistinctVariants, one line per variant
  std::string email;
  std::optional<Address> shipping_address;
  std::optional<Address> billing_address;
  std::string shipping_option;       // "standard" once chosen; empty: the cheapest one is assumed
  std::optional<Money> shown_total;  // what the client was last told; a checkout without expected_total is held to it
  std::optional<OrderId> order;      // the live order made from this cart
  Instant created_at{};
  Instant expires_at{};
  friend bool operator==(const Cart&, const Cart&) = default;
};

/// How many of one variant a line may hold.
struct QuantityRule {
  std::int64_t minimum = 1;
  std::int64_t maximum = kMaxLineQuantity;
};

/// Adds `quantity` to the variant's line, or a new line with `fresh` as its id at the end.
/// Errors: invalid_quantity (< 1, or the line leaves the rule), cart_full (a 51st variant).
Result<Cart> with_line(Cart cart, LineId fresh, VariantId variant, std::int64_t quantity, QuantityRule rule);
/// Errors: not_found (no such line), invalid_quantity.
Result<Cart> with_quantity(Cart cart, LineId line, std::int64_t quantity, QuantityRule rule);
/// Errors: not_found.
Result<Cart> without_line(Cart cart, LineId line);
/// What a guest's cart brings to a customer's at login: per variant the larger quantity, never the sum (a repeated merge
/// changes nothing); new variants in the guest's order until the cart is full; the customer's own addresses win. Independent of
/// stock.
Cart merged(Cart customer, const Cart& guest);

}  // namespace souk
