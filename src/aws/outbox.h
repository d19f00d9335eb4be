#pragma once

#include <memory>
#include <string>
#include <vector>

#include "aws/dynamo_shop.h"
#include "ports/outbox.h"
#include "ports/queue.h"

namespace souk::aws {

/// Every event of this type is sent to this queue.
struct Subscription {
  std::string type;
  std::string queue;
};

std::unique_ptr<ports::Outbox> open_outbox(const DynamoShop& shop, ports::Queue& queue,
                                           std::vector<Subscription> subscriptions);

}  // namespace souk::aws
