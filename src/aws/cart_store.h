#pragma once

#include <memory>

#include "aws/dynamo_shop.h"
#include "ports/cart_store.h"

namespace souk::aws {

std::unique_ptr<ports::CartStore> open_cart_store(const DynamoShop& shop);

}  // namespace souk::aws
