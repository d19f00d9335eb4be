#include "aws/event_items.h"

#include <utility>

#include <fmt/format.h>

#include "aws/due_index.h"
#include "aws/item_fields.h"
#include "records/records.h"

namespace souk::aws {
namespace {

constexpr std::string_view kEvent = "event";
// Longer than sending takes, short enough that what a dead sender had claimed is not late.
constexpr std::chrono::seconds kClaim{30};
// After that the table's TTL drops what is published.
constexpr std::chrono::days kPublishedLifetime{30};

Item item_of(const ports::Event& event) {
  return {
      {"id", event.id}, {"type", event.type}, {"aggregate", event.aggregate}, {"aggregate_version", event.aggregate_version},
      {"at", event.at}, {"data", event.data}};
}

Result<ports::Event> read_event(const Value& value) {
  const Item* map = value.get<Item>();
  if (map == nullptr) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "an outbox item without events");
  ItemFields fields(*map);
  ports::Event event{.id = fields.id<EventId>("id"),
                     .type = fields.text("type"),
                     .aggregate = fields.text("aggregate"),
                     .aggregate_version = fields.integer("aggregate_version"),
                     .at = fields.instant("at"),
                     .data = fields.text("data")};
  return fields.finish(std::move(event), "event");
}

ports::Event event_of(const DynamoShop& shop, Order order, const HistoryEntry& step) {
  order.version = step.version;
  order.state = step.state;
  order.payment_state = step.payment_state;
  order.fulfillment_state = step.fulfillment_state;
  return {.id = shop.ids.fresh<EventId>(),
          .type = step.event(),
          .aggregate = order.id.text(),
          .aggregate_version = step.version,
          .at = step.at,
          .data = records::order_event_data(order)};
}

Result<StoredEvents> read_events(const ItemKey& key, const Item& item) {
  ItemFields fields(item);
  const auto& list = fields.list("events");
  StoredEvents stored{.key = key, .unpublished = {}, .published = fields.integer("published")};
  for (std::size_t i = static_cast<std::size_t>(stored.published); i < list.size(); ++i) {
    TRY(ports::Event event, read_event(list[i]));
    stored.unpublished.push_back(std::move(event));
  }
  return fields.finish(std::move(stored), "outbox item");
}

}  // namespace

Action put_events(const DynamoShop& shop, const Order& order, std::int64_t before_version) {
  ValueList events;
  for (const HistoryEntry& step : order.history)
    if (step.version > before_version) events.emplace_back(item_of(event_of(shop, order, step)));
  return Put{.key = {shop.tables.orders, order.id.text(), fmt::format("{}#{:010}", kEvent, order.version)},
             .attributes = {{"events", std::move(events)},
                            {"published", 0},
                            {"due", due_of(kEvent, order.id.text())},
                            {"due_at", order.updated_at}},
             .only_if = absent()};
}

Result<std::vector<StoredEvents>> unpublished_events(const DynamoShop& shop, std::int64_t limit) {
  constexpr Instant kEver{std::chrono::milliseconds{std::int64_t{1} << 53}};
  TRY(const auto entries, due_entries(shop, {.kind = kEvent, .until = kEver, .most = limit}));
  std::vector<ItemKey> keys;
  for (const Item& entry : entries) {
    ItemFields fields(entry);
    TRY(ItemKey key, fields.finish(ItemKey{shop.tables.orders, fields.text("pk"), fields.text("sk")}, "index entry"));
    if (std::ssize(keys) < limit) keys.push_back(std::move(key));
  }
  TRY(const ItemSet read, shop.client.get_all(keys));
  std::vector<StoredEvents> found;
  std::int64_t count = 0;
  for (const ItemKey& key : keys) {
    const auto item = read.find(key);
    if (count >= limit || item == read.end() || !item->second.contains("due")) continue;  // the index lags
    TRY(StoredEvents events, read_events(key, item->second));
    count += std::ssize(events.unpublished);
    found.push_back(std::move(events));
  }
  return found;
}

Result<bool> claim(const DynamoShop& shop, const StoredEvents& events) {
  const Instant now = shop.clock.now();
  return shop.client.write(Update{.key = events.key,
                                  .changes = "SET #claimed_until = :until",
                                  .values = {{"until", now + kClaim}, {"now", now}, {"published", events.published}},
                                  .only_if = "#published = :published AND attribute_exists(#due)"
                                             " AND (attribute_not_exists(#claimed_until) OR #claimed_until < :now)"});
}

Result<void> mark_published(const DynamoShop& shop, const StoredEvents& events, std::int64_t count) {
  const bool all = count == std::ssize(events.unpublished);
  Item values{{"published", events.published + count}, {"before", events.published}};
  if (all) {
    const auto end = std::chrono::floor<std::chrono::seconds>(shop.clock.now() + kPublishedLifetime).time_since_epoch();
    values.emplace("end", end.count());
  }
  TRY(shop.client.write(
      Update{.key = events.key,
             .changes = all ? "SET #published = :published, #expires_at = :end REMOVE #claimed_until, #due, #due_at"
                            : "SET #published = :published REMOVE #claimed_until",
             .values = std::move(values),
             .only_if = "#published = :before"}));
  return {};
}

}  // namespace souk::aws
