#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aws/dynamo_shop.h"
#include "commerce/order/order.h"

/// The items of orders: the order itself with reservations, attempts and history inside; its number, its place in the list and
/// its mark on the cart as items that lead to it.
namespace souk::aws {

struct StoredOrder {
  Order order;
  std::vector<std::string> keys;  // of each attempt: the scope of the idempotency key that opened it
};

ItemKey order_key(const DynamoShop& shop, const OrderId& id);
Result<StoredOrder> read_stored_order(const Item& item);
/// Errors: not_found.
Result<StoredOrder> find_order(const DynamoShop& shop, const OrderId& id);

/// The order's own item. `expected_version`: what it replaces; 0: nothing.
Action put_order(const DynamoShop& shop, const StoredOrder& stored, std::int64_t expected_version);

/// Pointers to an order.
ItemKey number_key(const DynamoShop& shop, const std::string& number);
ItemKey live_order_key(const DynamoShop& shop, const CartId& cart);
Action point_to(ItemKey key, const OrderId& order);  // nothing may be there
Result<std::optional<OrderId>> pointed_to_in(const ItemSet& read, const ItemKey& key);

/// Where an order is found beside its id: in its customer's list, or in that of the address that a guest gave. Erased ones stand
/// together under no address.
ItemKey place_of_owner(const DynamoShop& shop, const Order& order);
/// A customer's, newest first.
Result<std::vector<OrderId>> orders_of(const DynamoShop& shop, const CustomerId& customer, const std::optional<OrderId>& before,
                                       std::int64_t limit);
/// Placed by guests with this address, in whatever case; some may be somebody's by now.
Result<std::vector<OrderId>> orders_of_guest(const DynamoShop& shop, const std::string& email, std::int64_t limit);
Result<std::vector<Order>> read_orders(const DynamoShop& shop, const std::vector<OrderId>& ids);

/// What a new order needs beside its own item: number, place in the list of all orders, mark on its cart,
/// and its owner's list.
std::vector<Action> introduce(const DynamoShop& shop, const Order& order);
Result<std::vector<OrderId>> newest_orders(const DynamoShop& shop, const std::optional<OrderId>& before, std::int64_t limit);

}  // namespace souk::aws
