#pragma once

#include <span>
#include <vector>

#include "aws/dynamo_shop.h"

namespace souk::aws {

/// Actions that must be written together.
using ActionGroup = std::vector<Action>;

/// Whether all of it fits one transaction, in number and in bytes.
bool fits_one_transaction(std::span<const ActionGroup> groups);

/// Group after group in as few transactions as they take. False: a condition did not hold; what was written before stays.
Result<bool> transact_in_turn(const DynamoShop& shop, std::span<const ActionGroup> groups);

/// Deletes what nobody reads any more, in as few transactions as it takes. Best effort: what stays costs nothing but its place.
void sweep_away(const DynamoShop& shop, const std::vector<ItemKey>& keys);

}  // namespace souk::aws
