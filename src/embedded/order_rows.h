#pragma once

#include <optional>
#include <string>

#include "commerce/order/hold_limits.h"
#include "commerce/order/order.h"
#include "ports/id_source.h"
#include "sqlite/connection.h"

/// The tables of orders, inside whoever's transaction. A row's columns and its child rows are the truth; `orders.record` keeps
/// the rest. Every new step of an order's history takes its event with it into the outbox.
namespace souk::embedded {

Result<std::optional<Order>> find_order(sqlite::Connection& connection, const OrderId& id);

/// The one order of this cart that is neither expired nor canceled.
Result<std::optional<OrderId>> live_order_of(sqlite::Connection& connection, const CartId& cart);

Result<OpenHolds> open_holds_of(sqlite::Connection& connection, const std::string& client);

/// `ids` name the events.
Result<void> insert_order(sqlite::Connection& connection, const Order& order, ports::IdSource& ids);

/// Writes what differs between `before`, as it is stored, and `after`.
Result<void> update_order(sqlite::Connection& connection, const Order& before, const Order& after, ports::IdSource& ids);

}  // namespace souk::embedded
