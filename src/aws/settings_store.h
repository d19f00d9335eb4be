#pragma once

#include <memory>

#include "aws/dynamo_shop.h"
#include "ports/settings_store.h"

namespace souk::aws {

std::unique_ptr<ports::SettingsStore> open_settings_store(const DynamoShop& shop);

/// There once anything in the shop has a price: from then on its currency stands. Put by the first product; orders are made of
/// products.
ItemKey priced_key(const DynamoShop& shop);

}  // namespace souk::aws
