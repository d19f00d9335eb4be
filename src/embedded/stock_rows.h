#pragma once

#include <optional>

#include "ports/id_source.h"
#include "ports/inventory.h"
#include "sqlite/connection.h"

/// The tables of stock items and movements, inside whoever's transaction.
namespace souk::embedded {

Result<std::optional<StockItem>> find_stock(sqlite::Connection& connection, const StockItemId& id);

/// A new item: untracked, version 1. One that is there already stays as it is.
Result<void> add_stock(sqlite::Connection& connection, const StockItemId& id);

/// Applies ports::changed and writes item and movements; when availability flips, the products that sell it are touched.
/// Errors: not_found, version_conflict, and those of ports::changed.
Result<StockItem> change_stock(sqlite::Connection& connection, const StockItemId& id, std::optional<std::int64_t> if_version,
                               const ports::StockChange& change, ports::IdSource& ids, Instant now);

enum class Hold {
  taken,
  untracked,  // no counter: nothing to take
  too_few,
};
struct HoldOutcome {
  Hold hold = Hold::taken;
  std::int64_t left = 0;  // when too few
};
/// Promises `quantity` to an undecided checkout, if that much is free. Errors: variant_unavailable (no such item).
Result<HoldOutcome> hold_stock(sqlite::Connection& connection, const StockItemId& id, std::int64_t quantity);
/// Gives a promise back.
Result<void> release_stock(sqlite::Connection& connection, const StockItemId& id, std::int64_t quantity);
/// Sells what was promised: `sold` is the movement, its delta the negative quantity.
Result<void> sell_held_stock(sqlite::Connection& connection, const Movement& sold);

Result<void> append_movement(sqlite::Connection& connection, const Movement& movement);

/// Touches the products that sell `after` if it is no longer as available as `before`, or again so.
Result<void> note_availability(sqlite::Connection& connection, const StockItem& before, const StockItem& after);

}  // namespace souk::embedded
