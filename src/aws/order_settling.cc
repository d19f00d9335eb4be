#include "aws/order_settling.h"

#include <algorithm>
#include <utility>

#include "aws/answer_items.h"
#include "aws/event_items.h"
#include "aws/hold_slots.h"
#include "aws/movement_items.h"
#include "aws/rounds.h"

namespace souk::aws {
namespace {

bool has_released(const Order& order) {
  return std::ranges::any_of(order.reservations, [](const Reservation& each) { return each.state == HoldState::released; });
}

/// An expired or canceled order no longer stands in the way of another one of its cart.
bool is_live(const Order& order) { return order.state != OrderState::expired && order.state != OrderState::canceled; }

}  // namespace

Result<std::optional<Order>> OrderSettling::apply(const PaymentFact& fact) {
  sold_.clear();
  TRY(const StoredOrder before, find_order(shop_, id_));
  ItemSet read;
  bool free = false;
  if (has_released(before.order) || !is_live(before.order)) {
    TRY(read, read_around(before.order));
    TRY(free, could_be_taken_again(before.order, read));
  }
  const Decision decision = decide(before.order, fact, free, now_);
  if (!decision.changed) return std::optional(before.order);
  if (decision.stock == StockStep::release) {
    TRY(read, read_around(before.order));
  }
  return carry_out(before, decision, read);
}

Result<std::optional<Order>> OrderSettling::expire() {
  sold_.clear();
  TRY(const StoredOrder before, find_order(shop_, id_));
  if (before.order.state != OrderState::pending) return std::optional(before.order);
  TRY(const Decision decision, expired(before.order, now_));
  ItemSet read;
  if (decision.stock == StockStep::release) {
    TRY(read, read_around(before.order));
  }
  return carry_out(before, decision, read);
}

void OrderSettling::spread() const {
  if (sold_.empty()) return;
  [[maybe_unused]] const auto spread = spread_sale(shop_, sale_key(shop_, id_, sold_at_version_), sold_);
}

Result<ItemSet> OrderSettling::read_around(const Order& order) const {
  std::vector<ItemKey> wanted{live_order_key(shop_, order.cart)};
  Shelf::add_keys_to(wanted, shop_, order.reservations);
  return shop_.client.get_all(std::move(wanted));
}

/// Whether a success that comes now could still have what the order once held (souk::decide's `stock_is_free`).
Result<bool> OrderSettling::could_be_taken_again(const Order& order, const ItemSet& read) const {
  TRY(const auto live, pointed_to_in(read, live_order_key(shop_, order.cart)));
  if (live && *live != order.id) return false;
  return Shelf(shop_, read).covers_released(order);
}

Result<std::optional<Order>> OrderSettling::carry_out(const StoredOrder& before, const Decision& decision,
                                                      const ItemSet& read) {
  const Order& after = decision.order;
  std::vector<Action> actions;
  Shelf shelf(shop_, read);
  TRY(move_stock(shelf, before.order, decision.stock, actions));
  const bool holds_on = before.hold_slot && !after.client.empty();
  const StoredOrder stored{.order = after, .keys = before.keys, .hold_slot = holds_on ? before.hold_slot : std::nullopt};
  actions.push_back(put_order(shop_, stored, before.order.version));
  if (before.hold_slot && !holds_on) actions.push_back(leave_slot(shop_, before.order, *before.hold_slot));
  actions.push_back(put_events(shop_, after, before.order.version));
  if (auto mark = mark_on_cart(before.order, after)) actions.push_back(*std::move(mark));
  sold_at_version_ = after.version;
  if (!sold_.empty()) actions.push_back(put_sale(shop_, id_, after.version, sold_));
  if (before.order.undecided() && !after.undecided()) {
    const auto answer = encoder_.order_placed(after);
    if (answer) actions.emplace_back(answer_attempt(shop_, before.keys.at(after.attempts.size() - 1), *answer));
  }
  if (shelf.add_touch_to(actions, feed_)) feed_.touched();
  TRY(auto done, committed(shop_, actions, after));
  if (!done) sold_.clear();
  return done;
}

Result<void> OrderSettling::move_stock(Shelf& shelf, const Order& before, StockStep step, std::vector<Action>& actions) {
  for (const Reservation& reservation : before.reservations) {
    const bool held = reservation.state == HoldState::held;
    if (step == StockStep::commit && held) {
      actions.push_back(sell_held_stock(shop_, reservation.stock_item, reservation.quantity));
      sell(reservation);
    }
    if (step == StockStep::release && held) {
      TRY(give_back_or_take(shelf, reservation, {.reserved = -reservation.quantity}, actions));
    }
    if (step == StockStep::take_commit && reservation.state == HoldState::released) {
      TRY(const bool taken, give_back_or_take(shelf, reservation, {.on_hand = -reservation.quantity}, actions));
      if (taken) sell(reservation);
    }
  }
  return {};
}

/// False: the item is not tracked any more, so there is nothing to take.
Result<bool> OrderSettling::give_back_or_take(Shelf& shelf, const Reservation& reservation, const StockMove& move,
                                              std::vector<Action>& actions) const {
  TRY(const auto seen, shelf.find(reservation.stock_item));
  if (!seen) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "no stock item " + reservation.stock_item.text());
  if (seen->item.policy == StockPolicy::untracked) return false;
  shelf.move(actions, *seen, move);
  return true;
}

void OrderSettling::sell(const Reservation& reservation) {
  sold_.push_back({.id = shop_.ids.fresh<MovementId>(),
                   .stock_item = reservation.stock_item,
                   .delta = -reservation.quantity,
                   .reason = MovementReason::sold,
                   .reference = id_.text(),
                   .at = now_});
}

std::optional<Action> OrderSettling::mark_on_cart(const Order& before, const Order& after) const {
  if (is_live(before) == is_live(after)) return std::nullopt;
  ItemKey key = live_order_key(shop_, after.cart);
  if (is_live(after)) return point_to(std::move(key), after.id);
  return Delete{.key = std::move(key), .only_if = {"#order = :order", {{"order", after.id}}}};
}

}  // namespace souk::aws
