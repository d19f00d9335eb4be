#pragma once

#include <string_view>

#include "commerce/order/order.h"

namespace souk {

/// Ends a step on the way of `order`: the axes as they now stand get the next version and a line of history.
void record_step(Order& order, std::string_view what, Instant now);
/// The same within a decision, which then has changed.
void record_step(Decision& decision, std::string_view what, Instant now);

/// Whether anything of the order's stock is held; all reservations move together.
bool has_holds(const Order& order);
/// Gives held stock back; nothing happens without.
void release_holds(Decision& decision);

}  // namespace souk
