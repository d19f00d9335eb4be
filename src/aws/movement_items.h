#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "aws/dynamo_shop.h"
#include "commerce/inventory/stock.h"

/// The items of movements. A sale's are written as one document with its order, so that fifty stock items cost one action;
/// right after that, and at the latest when somebody asks for movements, they are spread to items by stock item.
namespace souk::aws {

ItemKey movement_key(const DynamoShop& shop, const StockItemId& stock_item, const MovementId& id);
/// Once and for ever: an item that is there already fails the transaction.
Action put_movement(const DynamoShop& shop, const Movement& movement);

ItemKey sale_key(const DynamoShop& shop, const OrderId& order, std::int64_t version);
/// What the order sold when it came to this version.
Action put_sale(const DynamoShop& shop, const OrderId& order, std::int64_t version, const std::vector<Movement>& sold);
/// Repeating it changes nothing.
Result<void> spread_sale(const DynamoShop& shop, const ItemKey& sale, const std::vector<Movement>& sold);

/// Newest first, `before` exclusive.
Result<std::vector<Movement>> movements_of(const DynamoShop& shop, const StockItemId& stock_item,
                                           const std::optional<MovementId>& before, std::int64_t limit);

}  // namespace souk::aws
