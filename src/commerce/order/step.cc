#include "commerce/order/step.h"

#include <algorithm>

namespace souk {

void record_step(Order& order, std::string_view what, Instant now) {
  ++order.version;
  order.updated_at = now;
  order.history.push_back({order.version, order.state, order.payment_state, order.fulfillment_state, std::string(what), now});
}

void record_step(Decision& decision, std::string_view what, Instant now) {
  record_step(decision.order, what, now);
  decision.changed = true;
}

bool has_holds(const Order& order) {
  return std::ranges::any_of(order.reservations, [](const Reservation& r) { return r.state == HoldState::held; });
}

void release_holds(Decision& decision) {
  if (!has_holds(decision.order)) return;
  for (Reservation& reservation : decision.order.reservations) reservation.state = HoldState::released;
  decision.order.client.clear();
  decision.stock = StockStep::release;
}

}  // namespace souk
