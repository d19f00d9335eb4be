#pragma once

#include "ports/inventory.h"

namespace souk::usecases {

/// What a change can state alone. Errors: validation_failed with a pointer ("/delta"): nothing to change, a delta and a count
/// at once, numbers or note out of bounds.
Result<void> check(const ports::StockChange& change);

/// A delivery, a count, another policy or threshold.
class ChangeStock {
 public:
  explicit ChangeStock(ports::Inventory& inventory) : inventory_(inventory) {}

  /// Errors: those of `check` and of Inventory::change.
  Result<StockItem> operator()(const ports::Repeatable<StockItem>& repeatable, const StockItemId& id,
                               std::optional<std::int64_t> if_version, const ports::StockChange& change) const;

 private:
  ports::Inventory& inventory_;
};

}  // namespace souk::usecases
