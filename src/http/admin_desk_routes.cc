#include "http/admin_desk_routes.h"

#include <utility>

#include "commerce/order/masked.h"
#include "http/admin_json.h"
#include "http/order_json.h"
#include "http/paging.h"
#include "http/path_id.h"
#include "http/query.h"
#include "http/read_admin.h"
#include "http/repeat.h"

namespace souk::http {
namespace {

constexpr std::size_t kMaxNumber = 40;  // characters

ports::Answer stock_answer(const StockItem& item) { return versioned_answer(200, stock_item_json(item), item.version); }

ports::Answer settings_answer(const ShopSettings& settings) {
  return versioned_answer(200, settings_json(settings), settings.version);
}

/// As much of the order as whoever asks may see.
Order shown_to(const Principal& principal, Order order) {
  return sees_personal_data(principal.role) ? std::move(order) : masked(std::move(order));
}

/// The one order with that number, or an empty list.
Result<Response> order_by_number(const ServiceParts& parts, const Principal& principal, const std::string& number) {
  std::vector<Order> orders;
  auto order = parts.ledger.find_by_number(number);
  if (order)
    orders.push_back(shown_to(principal, *std::move(order)));
  else if (order.error().code != ErrorCode::not_found)
    return std::unexpected(std::move(order).error());
  return private_response(json_answer(200, order_list_json(orders, std::nullopt)));
}

}  // namespace

Result<Response> get_stock_item(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const StockItemId id, path_id<StockItemId>(call.path[0]));
  TRY(const StockItem item, parts.inventory.find(id));
  return private_response(stock_answer(item));
}

Result<Response> change_stock(const ServiceParts& parts, const Call& call) {
  TRY(const StockItemId id, path_id<StockItemId>(call.path[0]));
  TRY(const ports::StockChange change, read_stock_change(call.body()));
  return repeatably<StockItem>(parts.answers, call, {}, &stock_answer, [&](const ports::Repeatable<StockItem>& repeatable) {
    return parts.verbs.change_stock(repeatable, id, call.if_version, change);
  });
}

Result<Response> list_stock_movements(const ServiceParts& parts, const Cursors& cursors, const Call& call) {
  TRY(const Query query, Query::parse(call.request.query(), {{"limit"}, {"cursor"}}));
  TRY(const StockItemId id, path_id<StockItemId>(call.path[0]));
  TRY(const Paging paging,
      read_paging(query, CanonicalTarget("/v1/admin/stock/" + id.text() + "/movements"), cursors, call.principal.name()));
  TRY(parts.inventory.find(id));
  TRY(std::vector<Movement> movements, parts.inventory.movements(id, MovementId::parse(paging.position), paging.limit + 1));
  const auto next =
      cut(movements, paging, cursors, call.principal.name(), [](const Movement& movement) { return movement.id.text(); });
  return private_response(json_answer(200, movement_list_json(movements, next)));
}

Result<Response> list_orders(const ServiceParts& parts, const Cursors& cursors, const Call& call) {
  TRY(const Query query, Query::parse(call.request.query(), {{"number"}, {"limit"}, {"cursor"}}));
  TRY(const auto number, query.text("number", 1, kMaxNumber));
  CanonicalTarget list{std::string(call.row.path)};
  if (number) list.add("number", *number);
  TRY(const Paging paging, read_paging(query, std::move(list), cursors, call.principal.name()));
  if (number) return order_by_number(parts, call.principal, *number);
  TRY(std::vector<Order> orders, parts.ledger.newest(OrderId::parse(paging.position), paging.limit + 1));
  const auto next = cut(orders, paging, cursors, call.principal.name(), [](const Order& order) { return order.id.text(); });
  for (Order& order : orders) order = shown_to(call.principal, std::move(order));
  return private_response(json_answer(200, order_list_json(orders, next)));
}

Result<Response> get_admin_order(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const OrderId id, path_id<OrderId>(call.path[0]));
  TRY(const Order order, parts.ledger.find(id));
  return private_response(versioned_answer(200, order_json(shown_to(call.principal, order)), order.version));
}

Result<Response> get_settings(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const ShopSettings settings, parts.settings.load());
  return private_response(settings_answer(settings));
}

Result<Response> change_settings(const ServiceParts& parts, const Call& call) {
  TRY(ShopSettings settings, read_settings(call.body()));
  settings.version = *call.if_version;
  return repeatably<ShopSettings>(
      parts.answers, call, {}, &settings_answer,
      [&](const ports::Repeatable<ShopSettings>& repeatable) { return parts.verbs.change_settings(repeatable, settings); });
}

}  // namespace souk::http
