#pragma once

#include <memory>

#include "aws/catalog_feed.h"
#include "aws/dynamo_shop.h"
#include "ports/catalog_store.h"

namespace souk::aws {

std::unique_ptr<ports::CatalogStore> open_catalog_store(const DynamoShop& shop, CatalogFeed& feed);

}  // namespace souk::aws
