#pragma once

#include "ports/inventory.h"

namespace souk::usecases {

/// A delivery, a count, another policy or threshold.
class ChangeStock {
 public:
  explicit ChangeStock(ports::Inventory& inventory) : inventory_(inventory) {}

  /// Errors: validation_failed (nothing to change, a delta and a count at once, numbers or note out of bounds), and those of Inventory::change.
  Result<StockItem> operator()(const ports::Repeatable<StockItem>& repeatable, const StockItemId& id, std::optional<std::int64_t> if_version,
                               const ports::StockChange& change) const;

 private:
  ports::Inventory& inventory_;
};

}  // namespace souk::usecases
