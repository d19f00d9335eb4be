#pragma once

#include <memory>

#include "aws/catalog_feed.h"
#include "aws/dynamo_shop.h"
#include "ports/inventory.h"

namespace souk::aws {

std::unique_ptr<ports::Inventory> open_inventory(const DynamoShop& shop, CatalogFeed& feed);

}  // namespace souk::aws
