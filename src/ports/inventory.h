#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "commerce/inventory/stock.h"
#include "ports/answers.h"

namespace souk::ports {

struct StockChange {
  std::optional<std::int64_t> delta{};        // added to on_hand, with a movement
  std::optional<std::int64_t> set_on_hand{};  // or counted: the movement is the difference
  std::optional<StockPolicy> policy{};        // applied before the counters
  std::optional<std::int64_t> low_stock_threshold{};
  MovementReason reason = MovementReason::adjusted;
  std::string reference{};
};

/// What a change makes of an item, for every home alike. The version counts one up if any value is another now.
struct ChangedStock {
  StockItem item;
  std::int64_t delta = 0;  // of on_hand, for the movement; 0: none. Going untracked writes off what was there.
};
/// Errors: invalid_state, validation_failed (souk::adjusted, souk::with_policy).
Result<ChangedStock> changed(const StockItem& item, const StockChange& change);

/// What is on the shelves. Stock items are made with their variants (CatalogStore); sold through CheckoutLedger. One
/// transaction a method; thread-safe.
class Inventory {
 public:
  virtual ~Inventory() = default;
  /// Errors: not_found.
  virtual Result<StockItem> find(const StockItemId& id) const = 0;
  /// Same order as `ids`; unknown ones are left out. At most 2,048.
  virtual Result<std::vector<StockItem>> find_all(std::span<const StockItemId> ids) const = 0;
  /// Changes item and movements together; when availability flips, the catalog's version moves too. `if_version`: absent means
  /// whatever it is now. Errors: not_found, version_conflict, invalid_state, validation_failed (souk::adjusted,
  /// souk::with_policy), idempotency_key_reused.
  virtual Result<StockItem> change(const Repeatable<StockItem>& repeatable, const StockItemId& id,
                                   std::optional<std::int64_t> if_version, const StockChange& change) = 0;
  /// Newest first, `before` exclusive.
  virtual Result<std::vector<Movement>> movements(const StockItemId& id, std::optional<MovementId> before,
                                                  std::int64_t limit) const = 0;
};

}  // namespace souk::ports
