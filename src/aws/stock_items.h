#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "aws/dynamo_shop.h"
#include "commerce/inventory/stock.h"
#include "ports/inventory.h"

/// The items of stock. DynamoDB's conditions cannot subtract, so `free` = on_hand − reserved is an attribute of its own, and
/// every write keeps it true. Counters move relative to what they are: two holds on one item never fail each other's condition
/// while enough is left.
namespace souk::aws {

struct StoredStock {
  StockItem item;
  std::vector<ProductId> products;  // who is touched when availability flips
  std::string write;                // the last write of staff: how a writer recognises its own

  std::int64_t free() const { return item.on_hand - item.reserved; }
};

ItemKey stock_key(const DynamoShop& shop, const StockItemId& id);
Result<StoredStock> read_stock(const Item& item);
/// What `read` holds of this item; nullopt when it holds nothing.
Result<std::optional<StoredStock>> stock_in(const DynamoShop& shop, const ItemSet& read, const StockItemId& id);

/// A write of one stock item, and whether availability flips with it. The condition makes sure that it does exactly if `flips`
/// says so.
struct StockWriting {
  Action action;
  bool flips = false;
};

/// What is added to the counters: a hold is {.reserved = 2}, a release {.reserved = -2}, a sale off the shelf {.on_hand = -2}.
struct StockMove {
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
};
/// `seen` covers what is taken; if it does no longer, the condition fails.
StockWriting moved_stock(const DynamoShop& shop, const StoredStock& seen, const StockMove& move);
/// Sells what is held: as many are free as before, so nothing flips and nothing needs to be read.
Action sell_held_stock(const DynamoShop& shop, const StockItemId& id, std::int64_t quantity);

/// ports::changed as a write. `pinned`: to exactly the version seen; else a delta is added to whatever is there. `now_sold_by`:
/// joins the products.
StockWriting changed_stock(const DynamoShop& shop, const StoredStock& seen, const ports::ChangedStock& made, bool pinned,
                           const std::string& write, const std::optional<ProductId>& now_sold_by = {});
/// An item that is not there yet.
Action new_stock(const DynamoShop& shop, const StoredStock& stock);

}  // namespace souk::aws
