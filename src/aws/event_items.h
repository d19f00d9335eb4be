#pragma once

#include <cstdint>
#include <vector>

#include "aws/dynamo_shop.h"
#include "commerce/order/order.h"
#include "ports/outbox.h"

/// The outbox: items beside the aggregate they are about, in the index of due work until they are published.
namespace souk::aws {

/// One event for each step of the order after `before_version`, each reporting the order as that step left it. One item for
/// all, so that a fact that causes several steps costs no more than one that causes one.
Action put_events(const DynamoShop& shop, const Order& order, std::int64_t before_version);

struct StoredEvents {
  ItemKey key;
  std::vector<ports::Event> unpublished;  // oldest first
  std::int64_t published = 0;             // that came before them
};
/// Oldest first, until they hold `limit` events or there are no more.
Result<std::vector<StoredEvents>> unpublished_events(const DynamoShop& shop, std::int64_t limit);
/// For whoever is going to send them; for half a minute nobody else may. False: somebody else is at it, or has done it.
Result<bool> claim(const DynamoShop& shop, const StoredEvents& events);
/// The first `count` of the claimed ones are sent.
Result<void> mark_published(const DynamoShop& shop, const StoredEvents& events, std::int64_t count);

}  // namespace souk::aws
