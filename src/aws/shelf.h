#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "aws/catalog_feed.h"
#include "aws/dynamo_shop.h"
#include "aws/stock_items.h"
#include "commerce/order/order.h"

namespace souk::aws {

/// The stock items of one checkout as they were read, and what its transaction does to them.
class Shelf {
 public:
  Shelf(const DynamoShop& shop, const ItemSet& read) : shop_(shop), read_(read) {}

  static void add_keys_to(std::vector<ItemKey>& wanted, const DynamoShop& shop, std::span<const Reservation> reservations);

  Result<std::optional<StoredStock>> find(const StockItemId& id) const { return stock_in(shop_, read_, id); }
  /// Whether all that was released could be taken again.
  Result<bool> covers_released(const Order& order) const;

  /// Adds the write to `actions`.
  void move(std::vector<Action>& actions, const StoredStock& seen, const StockMove& move);
  /// One touch for all items whose availability flips, if any does. Returns whether it does.
  bool add_touch_to(std::vector<Action>& actions, const CatalogFeed& feed) const;

 private:
  const DynamoShop& shop_;
  const ItemSet& read_;
  std::set<ProductId> flipped_;
};

}  // namespace souk::aws
