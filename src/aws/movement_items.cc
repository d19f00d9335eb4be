#include "aws/movement_items.h"

#include <utility>

#include <fmt/format.h>

#include "aws/due_index.h"
#include "aws/item_fields.h"

namespace souk::aws {
namespace {

constexpr std::string_view kSale = "sale";
// Sales are spread as they are made; these are the ones whose process ended in between.
constexpr std::int64_t kSalesAtOnce = 100;

Item attributes_of(const Movement& movement) {
  return {
      {"delta", movement.delta}, {"reason", name_of(movement.reason)}, {"reference", movement.reference}, {"at", movement.at}};
}

Movement read_attributes(ItemFields& fields) {
  return {.id = {},
          .stock_item = {},
          .delta = fields.integer("delta"),
          .reason = fields.name<MovementReason>("reason"),
          .reference = fields.text("reference"),
          .at = fields.instant("at")};
}

/// Of the document of a sale.
Result<Movement> read_line(const Value& line) {
  const Item* map = line.get<Item>();
  if (map == nullptr) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "a sale without movements");
  ItemFields fields(*map);
  Movement movement = read_attributes(fields);
  movement.id = fields.id<MovementId>("id");
  movement.stock_item = fields.id<StockItemId>("stock_item");
  return fields.finish(std::move(movement), "sale");
}

Result<std::vector<Movement>> read_sale(const Item& item) {
  ItemFields fields(item);
  std::vector<Movement> sold;
  for (const Value& line : fields.list("movements")) {
    TRY(Movement movement, read_line(line));
    sold.push_back(std::move(movement));
  }
  return fields.finish(std::move(sold), "sale");
}

Result<void> spread_what_is_left(const DynamoShop& shop) {
  constexpr Instant kEver{std::chrono::milliseconds{std::int64_t{1} << 53}};
  TRY(const auto entries, due_entries(shop, {.kind = kSale, .until = kEver, .most = kSalesAtOnce}));
  for (const Item& entry : entries) {
    ItemFields fields(entry);
    TRY(const ItemKey key, fields.finish(ItemKey{shop.tables.orders, fields.text("pk"), fields.text("sk")}, "index entry"));
    TRY(const auto item, shop.client.get(key));
    if (!item) continue;
    TRY(const auto sold, read_sale(*item));
    TRY(spread_sale(shop, key, sold));
  }
  return {};
}

}  // namespace

ItemKey movement_key(const DynamoShop& shop, const StockItemId& stock_item, const MovementId& id) {
  return {shop.tables.orders, stock_item.text(), id.text()};
}

Action put_movement(const DynamoShop& shop, const Movement& movement) {
  return Put{
      .key = movement_key(shop, movement.stock_item, movement.id), .attributes = attributes_of(movement), .only_if = absent()};
}

ItemKey sale_key(const DynamoShop& shop, const OrderId& order, std::int64_t version) {
  return {shop.tables.orders, order.text(), fmt::format("{}#{:010}", kSale, version)};
}

Action put_sale(const DynamoShop& shop, const OrderId& order, std::int64_t version, const std::vector<Movement>& sold) {
  ValueList lines;
  for (const Movement& movement : sold) {
    Item line = attributes_of(movement);
    line.insert({{"id", movement.id}, {"stock_item", movement.stock_item}});
    lines.emplace_back(std::move(line));
  }
  return Put{
      .key = sale_key(shop, order, version),
      .attributes = {{"movements", std::move(lines)}, {"due", due_of(kSale, order.text())}, {"due_at", shop.clock.now()}},
      .only_if = absent()};
}

Result<void> spread_sale(const DynamoShop& shop, const ItemKey& sale, const std::vector<Movement>& sold) {
  std::vector<Action> actions;
  actions.reserve(sold.size() + 1);
  for (const Movement& movement : sold)
    actions.emplace_back(
        Put{.key = movement_key(shop, movement.stock_item, movement.id), .attributes = attributes_of(movement)});
  actions.emplace_back(Update{.key = sale, .changes = "REMOVE #due, #due_at", .only_if = present().text});
  TRY(shop.client.transact(actions));
  return {};
}

Result<std::vector<Movement>> movements_of(const DynamoShop& shop, const StockItemId& stock_item,
                                           const std::optional<MovementId>& before, std::int64_t limit) {
  TRY(spread_what_is_left(shop));
  const std::string first_beyond = before ? before->text() : std::string(MovementTag::prefix) + "~";
  TRY(const auto items,
      shop.client.query({.table = shop.tables.orders,
                         .keys = {"#pk = :pk AND #sk < :before", {{"pk", stock_item}, {"before", first_beyond}}},
                         .limit = limit,
                         .backwards = true}));
  std::vector<Movement> movements;
  for (const Item& item : items) {
    ItemFields fields(item);
    Movement movement = read_attributes(fields);
    movement.id = fields.id<MovementId>("sk");
    movement.stock_item = stock_item;
    TRY(movement, fields.finish(std::move(movement), "movement"));
    movements.push_back(std::move(movement));
  }
  return movements;
}

}  // namespace souk::aws
