#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "aws/dynamo_shop.h"
#include "commerce/cart/cart.h"

/// The items of carts. The live order of a cart is not in them: the ledger's mark in Orders says it.
namespace souk::aws {

struct StoredCart {
  Cart cart;          // without its order
  std::string write;  // the last write: how a writer recognises its own
};

ItemKey cart_key(const DynamoShop& shop, const CartId& id);
/// nullopt: not there, or expired.
Result<std::optional<StoredCart>> cart_in(const DynamoShop& shop, const ItemSet& read, const CartId& id, Instant now);
/// `expected_version`: what it replaces; 0: nothing.
Action put_cart(const DynamoShop& shop, const StoredCart& stored, std::int64_t expected_version);

}  // namespace souk::aws
