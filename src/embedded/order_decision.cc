#include "embedded/order_decision.h"

#include <utility>

#include "embedded/answer_rows.h"
#include "embedded/order_rows.h"
#include "embedded/stock_rows.h"

namespace souk::embedded {

namespace {

Result<void> sell(sqlite::Connection& connection, const OrderId& order, const Reservation& reservation, ports::IdSource& ids,
                  Instant now) {
  return sell_held_stock(connection, {.id = ids.fresh<MovementId>(),
                                      .stock_item = reservation.stock_item,
                                      .delta = -reservation.quantity,
                                      .reason = MovementReason::sold,
                                      .reference = order.text(),
                                      .at = now});
}

Result<void> take_and_sell(sqlite::Connection& connection, const OrderId& order, const Reservation& reservation,
                           ports::IdSource& ids, Instant now) {
  TRY(const HoldOutcome outcome, hold_stock(connection, reservation.stock_item, reservation.quantity));
  switch (outcome.hold) {
    case Hold::taken: return sell(connection, order, reservation, ids, now);
    case Hold::untracked: return {};  // no longer counted since it was held
    case Hold::too_few:
      return fail(ErrorCode::internal, "Something went wrong in the shop", "stock went between two statements");
  }
  std::unreachable();
}

/// `reservation` as it was before the decision.
Result<void> move_stock(sqlite::Connection& connection, StockStep step, const OrderId& order, const Reservation& reservation,
                        ports::IdSource& ids, Instant now) {
  const bool held = reservation.state == HoldState::held;
  const bool released = reservation.state == HoldState::released;
  if (step == StockStep::commit && held) return sell(connection, order, reservation, ids, now);
  if (step == StockStep::release && held) return release_stock(connection, reservation.stock_item, reservation.quantity);
  if (step == StockStep::take_commit && released) return take_and_sell(connection, order, reservation, ids, now);
  return {};
}

}  // namespace

Result<bool> could_be_taken_again(sqlite::Connection& connection, const Order& order) {
  TRY(const auto live, live_order_of(connection, order.cart));
  if (live && *live != order.id) return false;
  for (const Reservation& reservation : order.reservations) {
    if (reservation.state != HoldState::released) continue;
    TRY(const auto item, find_stock(connection, reservation.stock_item));
    if (!item || !item->covers(reservation.quantity)) return false;
  }
  return true;
}

Result<Order> carry_out(sqlite::Connection& connection, const Order& before, const Decision& decision,
                        const ports::AnswerEncoder& encoder, ports::IdSource& ids, Instant now) {
  if (!decision.changed) return before;
  const Order& after = decision.order;
  for (const Reservation& reservation : before.reservations) {
    TRY(move_stock(connection, decision.stock, after.id, reservation, ids, now));
  }
  TRY(update_order(connection, before, after, ids));
  if (before.undecided() && !after.undecided()) {
    if (const auto answer = encoder.order_placed(after)) {
      TRY(answer_attempt(connection, after.id, after.current_attempt().number, *answer));
    }
  }
  return after;
}

}  // namespace souk::embedded
