#include "embedded/stock_rows.h"

#include "embedded/catalog_sequence.h"

namespace souk::embedded {

Result<std::optional<StockItem>> find_stock(sqlite::Connection& connection, const StockItemId& id) {
  TRY(auto row,
      connection.query("SELECT policy, on_hand, reserved, low_stock_threshold, version FROM stock_items WHERE id = ?", id));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  return StockItem{.id = id,
                   .policy = row.column<StockPolicy>(0),
                   .on_hand = row.integer(1),
                   .reserved = row.integer(2),
                   .low_stock_threshold = row.integer(3),
                   .version = row.integer(4)};
}

Result<void> add_stock(sqlite::Connection& connection, const StockItemId& id) {
  TRY(
      connection.run("INSERT INTO stock_items (id, policy, on_hand, reserved, low_stock_threshold, version)"
                     " VALUES (?, 'untracked', 0, 0, 0, 1) ON CONFLICT DO NOTHING",
                     id));
  return {};
}

Result<StockItem> change_stock(sqlite::Connection& connection, const StockItemId& id, std::optional<std::int64_t> if_version,
                               const ports::StockChange& change, ports::IdSource& ids, Instant now) {
  TRY(const auto before, find_stock(connection, id));
  if (!before) return fail(ErrorCode::not_found, "There is no such stock item");
  if (if_version && *if_version != before->version)
    return fail(ErrorCode::version_conflict, "The stock has changed since it was read");
  TRY(const ports::ChangedStock made, ports::changed(*before, change));
  const StockItem& after = made.item;
  if (after == *before) return after;
  TRY(connection.run("UPDATE stock_items SET policy = ?, on_hand = ?, low_stock_threshold = ?, version = ? WHERE id = ?",
                     after.policy, after.on_hand, after.low_stock_threshold, after.version, id));
  if (made.delta != 0) {
    TRY(append_movement(connection, {.id = ids.fresh<MovementId>(),
                                     .stock_item = id,
                                     .delta = made.delta,
                                     .reason = change.reason,
                                     .reference = change.reference,
                                     .at = now}));
  }
  TRY(note_availability(connection, *before, after));
  return after;
}

Result<HoldOutcome> hold_stock(sqlite::Connection& connection, const StockItemId& id, std::int64_t quantity) {
  TRY(const auto before, find_stock(connection, id));
  if (!before) return fail(ErrorCode::variant_unavailable, "This is no longer for sale");
  if (before->policy == StockPolicy::untracked) return HoldOutcome{Hold::untracked};
  TRY(const auto taken, connection.run("UPDATE stock_items SET reserved = reserved + ?2 WHERE id = ?1"
                                       " AND (policy = 'backorder' OR (policy = 'deny' AND on_hand - reserved >= ?2))",
                                       id, quantity));
  if (taken == 0) return HoldOutcome{.hold = Hold::too_few, .left = before->on_hand - before->reserved};
  StockItem after = *before;
  after.reserved += quantity;
  TRY(note_availability(connection, *before, after));
  return HoldOutcome{Hold::taken};
}

Result<void> release_stock(sqlite::Connection& connection, const StockItemId& id, std::int64_t quantity) {
  TRY(const auto before, find_stock(connection, id));
  if (!before) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "a stock item is gone");
  TRY(connection.run("UPDATE stock_items SET reserved = reserved - ? WHERE id = ?", quantity, id));
  StockItem after = *before;
  after.reserved -= quantity;
  return note_availability(connection, *before, after);
}

Result<void> sell_held_stock(sqlite::Connection& connection, const Movement& sold) {
  // As many are free as before, so availability cannot flip.
  TRY(connection.run(
      "UPDATE stock_items SET on_hand = on_hand + ?2, reserved = reserved + ?2, version = version + 1 WHERE id = ?1",
      sold.stock_item, sold.delta));
  return append_movement(connection, sold);
}

Result<void> append_movement(sqlite::Connection& connection, const Movement& movement) {
  TRY(connection.run("INSERT INTO movements (id, stock_item_id, delta, reason, reference, at) VALUES (?, ?, ?, ?, ?, ?)",
                     movement.id, movement.stock_item, movement.delta, movement.reason, movement.reference, movement.at));
  return {};
}

Result<void> note_availability(sqlite::Connection& connection, const StockItem& before, const StockItem& after) {
  if (before.available() == after.available()) return {};
  return touch_products_of(connection, after.id);
}

}  // namespace souk::embedded
