#include "aws/order_items.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "aws/due_index.h"
#include "aws/item_fields.h"
#include "commerce/customer/customer.h"
#include "records/records.h"

namespace souk::aws {
namespace {

constexpr std::string_view kOrder = "order";

std::string list_of(int shard) { return fmt::format("orders#{}", shard); }

std::optional<Instant> undecided_since(const Order& order) {
  std::optional<Instant> since;
  for (const PaymentAttempt& attempt : order.attempts)
    if (attempt.undecided()) since = std::min(since.value_or(attempt.created_at), attempt.created_at);
  return since;
}

bool owes_money(const Order& order) {
  return std::ranges::any_of(order.attempts,
                             [](const PaymentAttempt& attempt) { return attempt.void_due || attempt.refund_due; });
}

/// What brings the order into the index of due work, and for which work it is there. `due_at` is the first of its reasons.
Item due_attributes(const Order& order) {
  Item attributes;
  std::optional<Instant> first;
  const auto add = [&](const char* name, Instant at) {
    attributes.emplace(name, at);
    first = std::min(first.value_or(at), at);
  };
  if (const auto since = undecided_since(order)) add("undecided_at", *since);
  if (order.state == OrderState::pending) add("hold_at", order.hold_expires_at);
  if (owes_money(order)) add("give_back_at", order.created_at);
  if (order.erasure_asked_at) add("erase_at", erasable_from(order, *order.erasure_asked_at));
  if (!first) return {};
  attributes.emplace("due", due_of(kOrder, order.id.text()));
  attributes.emplace("due_at", *first);
  return attributes;
}

std::string first_beyond(const std::optional<OrderId>& before) {
  return before ? before->text() : std::string(OrderTag::prefix) + "~";
}

Result<std::vector<OrderId>> ids_in(const std::vector<Item>& rows) {
  std::vector<OrderId> ids;
  for (const Item& row : rows) {
    ItemFields fields(row);
    TRY(const OrderId id, fields.finish(fields.id<OrderId>("sk"), "place in the list of orders"));
    ids.push_back(id);
  }
  return ids;
}

}  // namespace

ItemKey order_key(const DynamoShop& shop, const OrderId& id) { return {shop.tables.orders, id.text(), std::string(kOrder)}; }

Result<StoredOrder> read_stored_order(const Item& item) {
  ItemFields fields(item);
  const std::string record = fields.text("record");
  StoredOrder stored;
  for (const Value& each : fields.list("keys")) {
    const auto* scope = each.get<std::string>();
    stored.keys.push_back(scope == nullptr ? std::string() : *scope);
  }
  TRY(stored, fields.finish(std::move(stored), "order"));
  TRY(stored.order, records::read_order(record));
  return stored;
}

Result<StoredOrder> find_order(const DynamoShop& shop, const OrderId& id) {
  TRY(const auto item, shop.client.get(order_key(shop, id)));
  if (!item) return fail(ErrorCode::not_found, "There is no such order");
  return read_stored_order(*item);
}

Action put_order(const DynamoShop& shop, const StoredOrder& stored, std::int64_t expected_version) {
  const Order& order = stored.order;
  Put put{.key = order_key(shop, order.id),
          .attributes = {{"version", order.version},
                         {"state", name_of(order.state)},
                         {"keys", ValueList(stored.keys.begin(), stored.keys.end())},
                         {"record", records::write(order)}},
          .only_if = absent()};
  put.attributes.merge(due_attributes(order));
  if (expected_version > 0) put.only_if = {"#version = :expected", {{"expected", expected_version}}};
  return put;
}

ItemKey number_key(const DynamoShop& shop, const std::string& number) {
  return {shop.tables.orders, "number#" + number, std::string(kOrder)};
}
ItemKey live_order_key(const DynamoShop& shop, const CartId& cart) {
  return {shop.tables.orders, cart.text(), std::string(kOrder)};
}

Action point_to(ItemKey key, const OrderId& order) {
  return Put{.key = std::move(key), .attributes = {{"order", order}}, .only_if = absent()};
}

Result<std::optional<OrderId>> pointed_to_in(const ItemSet& read, const ItemKey& key) {
  const auto found = read.find(key);
  if (found == read.end()) return std::nullopt;
  ItemFields fields(found->second);
  return fields.finish(std::optional(fields.id<OrderId>("order")), "pointer to an order");
}

std::vector<Action> introduce(const DynamoShop& shop, const Order& order) {
  const ItemKey place{shop.tables.orders, list_of(shard_of(order.id.text())), order.id.text()};
  return {point_to(number_key(shop, order.number), order.id), point_to(live_order_key(shop, order.cart), order.id),
          Put{.key = place, .attributes = {}}, Put{.key = place_of_owner(shop, order), .attributes = {}}};
}

ItemKey place_of_owner(const DynamoShop& shop, const Order& order) {
  const std::string owner = order.customer ? order.customer->text() : "email#" + email_key(order.email);
  return {shop.tables.orders, owner, order.id.text()};
}

Result<std::vector<OrderId>> orders_of(const DynamoShop& shop, const CustomerId& customer, const std::optional<OrderId>& before,
                                       std::int64_t limit) {
  TRY(const auto rows,
      shop.client.query({.table = shop.tables.orders,
                         .keys = {"#pk = :pk AND #sk < :before", {{"pk", customer.text()}, {"before", first_beyond(before)}}},
                         .limit = limit,
                         .backwards = true}));
  return ids_in(rows);
}

Result<std::vector<OrderId>> orders_of_guest(const DynamoShop& shop, const std::string& email, std::int64_t limit) {
  TRY(const auto rows, shop.client.query({.table = shop.tables.orders,
                                          .keys = {"#pk = :pk", {{"pk", "email#" + email_key(email)}}},
                                          .limit = limit}));
  return ids_in(rows);
}

Result<std::vector<Order>> read_orders(const DynamoShop& shop, const std::vector<OrderId>& ids) {
  std::vector<ItemKey> wanted;
  wanted.reserve(ids.size());
  for (const OrderId& id : ids) wanted.push_back(order_key(shop, id));
  TRY(const ItemSet read, shop.client.get_all(wanted));
  std::vector<Order> orders;
  for (const ItemKey& key : wanted) {
    const auto found = read.find(key);
    if (found == read.end()) continue;
    TRY(StoredOrder stored, read_stored_order(found->second));
    orders.push_back(std::move(stored.order));
  }
  return orders;
}

Result<std::vector<OrderId>> newest_orders(const DynamoShop& shop, const std::optional<OrderId>& before, std::int64_t limit) {
  std::vector<OrderId> newest;
  for (int shard = 0; shard < kShards; ++shard) {
    TRY(const auto rows,
        shop.client.query({.table = shop.tables.orders,
                           .keys = {"#pk = :pk AND #sk < :before", {{"pk", list_of(shard)}, {"before", first_beyond(before)}}},
                           .limit = limit,
                           .backwards = true}));
    TRY(const auto ids, ids_in(rows));
    newest.insert(newest.end(), ids.begin(), ids.end());
  }
  std::ranges::sort(newest, std::ranges::greater{});
  if (std::ssize(newest) > limit) newest.resize(static_cast<std::size_t>(limit));
  return newest;
}

}  // namespace souk::aws
