#include "aws/hold_slots.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "aws/due_index.h"
#include "aws/item_fields.h"

namespace souk::aws {
namespace {

constexpr std::string_view kSlot = "slot#";

std::string holds_of(const std::string& client) { return "holds#" + client; }

ItemKey slot_key(const DynamoShop& shop, const std::string& client, std::int64_t slot) {
  return {shop.tables.orders, holds_of(client), fmt::format("{}{:04}", kSlot, slot)};
}

}  // namespace

Result<HoldSlots> HoldSlots::read(const DynamoShop& shop, const std::string& client) {
  TRY(const auto items,
      shop.client.query(
          {.table = shop.tables.orders, .keys = {"#pk = :pk", {{"pk", holds_of(client)}}}, .limit = kMaxHoldLimit}));
  HoldSlots slots;
  for (const Item& item : items) {
    ItemFields fields(item);
    slots.taken_.push_back(fields.integer("slot"));
    ++slots.open_.orders;
    for (const Value& each : fields.list("stock_items")) {
      const auto* text = each.get<std::string>();
      if (const auto id = StockItemId::parse(text == nullptr ? std::string_view{} : *text)) ++slots.open_.by_item[*id];
    }
    TRY(slots, fields.finish(std::move(slots), "hold"));
  }
  return slots;
}

std::optional<std::int64_t> HoldSlots::free_one(std::int64_t slots, const OrderId& order) const {
  const std::int64_t start = shard_of(order.text());
  for (std::int64_t i = 0; i < slots; ++i) {
    const std::int64_t slot = (start + i) % slots;
    if (std::ranges::find(taken_, slot) == taken_.end()) return slot;
  }
  return std::nullopt;
}

Action take_slot(const DynamoShop& shop, const Order& order, std::int64_t slot) {
  ValueList stock_items;
  for (const Reservation& reservation : order.reservations) stock_items.emplace_back(reservation.stock_item.text());
  return Put{.key = slot_key(shop, order.client, slot),
             .attributes = {{"slot", slot}, {"order", order.id}, {"stock_items", std::move(stock_items)}},
             .only_if = absent()};
}

Action leave_slot(const DynamoShop& shop, const Order& holding, std::int64_t slot) {
  return Delete{.key = slot_key(shop, holding.client, slot), .only_if = {"#order = :order", {{"order", holding.id}}}};
}

}  // namespace souk::aws
