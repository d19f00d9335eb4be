#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "ports/clock.h"

namespace souk::usecases {

/// One round of a worker over orders that need something. `settle` says whether the order needs nothing more. The round is
/// bounded in time and each begins elsewhere in the list: attempts whose provider hangs, 8 s a call, cannot keep the others
/// waiting for ever. An order that fails does not stop the rest. Returns how many were settled, or the first error.
Result<std::int64_t> settle_due_orders(std::vector<OrderId> due, const ports::Clock& clock,
                                       const std::function<Result<bool>(const OrderId&)>& settle);

}  // namespace souk::usecases
