#pragma once

#include <optional>

#include "commerce/order/order.h"
#include "sqlite/connection.h"

/// The tables of orders, inside whoever's transaction. A row's columns and its child rows are the truth; `orders.record` keeps
/// the rest.
namespace souk::embedded {

Result<std::optional<Order>> find_order(sqlite::Connection& connection, const OrderId& id);

Result<void> insert_order(sqlite::Connection& connection, const Order& order);

/// Writes what differs between `before`, as it is stored, and `after`.
Result<void> update_order(sqlite::Connection& connection, const Order& before, const Order& after);

}  // namespace souk::embedded
