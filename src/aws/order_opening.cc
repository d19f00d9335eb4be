#include "aws/order_opening.h"

#include <algorithm>
#include <utility>

#include "aws/answer_items.h"
#include "aws/cart_items.h"
#include "aws/event_items.h"
#include "aws/rounds.h"
#include "commerce/order/shortage.h"

namespace souk::aws {
namespace {

/// Whether this refusal would be the same if the request came again.
bool is_final(const Error& error) { return error.code != ErrorCode::version_conflict; }

}  // namespace

Result<std::optional<ports::Opened>> OrderOpening::round() {
  TRY(const ItemSet read, read_all());
  if (const auto known = read.find(answer_key(shop_, call_.key)); known != read.end()) {
    TRY(const AnswerItem answer, read_answer(shop_, call_.key, known->second));
    if (!answer.order)
      return fail(ErrorCode::request_in_progress,
                  "This was refused at the same moment. Repeat the request to get that answer.");
    return repeated(*answer.order);
  }

  std::vector<Action> actions;
  auto order = placed(read, actions);
  if (!order) return refused(order.error());
  actions.emplace_back(put_undecided(shop_, call_.key, order->order.id, call_.now));
  return committed(shop_, actions, ports::Opened{.order = std::move(order->order), .first = true});
}

Result<ItemSet> OrderOpening::read_all() const {
  std::vector<ItemKey> wanted{answer_key(shop_, call_.key), cart_key(shop_, call_.checkout.cart),
                              live_order_key(shop_, call_.checkout.cart)};
  for (const StockNeed& need : call_.needs) wanted.push_back(stock_key(shop_, need.stock_item));
  return shop_.client.get_all(std::move(wanted));
}

Result<ports::Opened> OrderOpening::repeated(const OrderId& order) {
  TRY(auto stored, find_order(shop_, order));
  const bool ours = std::ranges::count(stored.order.attempts, attempt_, &PaymentAttempt::id) > 0;
  if (ours) feed_.touched();
  return ports::Opened{.order = std::move(stored.order), .first = ours};
}

Result<void> OrderOpening::expect_cart(const ItemSet& read) const {
  TRY(const auto stored, cart_in(shop_, read, call_.checkout.cart, call_.now));
  if (stored && stored->cart.version == call_.checkout.cart_version) return {};
  return fail(ErrorCode::version_conflict, "The cart has changed since it was read");
}

Result<StoredOrder> OrderOpening::placed(const ItemSet& read, std::vector<Action>& actions) {
  TRY(expect_cart(read));
  TRY(const auto live, pointed_to_in(read, live_order_key(shop_, call_.checkout.cart)));
  saw_no_order_ = !live;
  Shelf shelf(shop_, read);
  TRY(auto stored, live ? placed_again(shelf, *live, actions) : placed_first(shelf, actions));
  actions.push_back(check_of_cart());
  actions.push_back(put_events(shop_, stored.order, stored.order.version - 1));
  if (shelf.add_touch_to(actions, feed_)) feed_.touched();
  return stored;
}

Result<StoredOrder> OrderOpening::placed_first(Shelf& shelf, std::vector<Action>& actions) {
  TRY(const auto tracked, hold_needs(shelf, actions));
  if (number_.empty()) {
    TRY(number_, numbers_.next());
  }
  StoredOrder stored{
      .order = opened(id_, number_, attempt_, call_.checkout, call_.quote, tracked, call_.now, call_.hold_expires_at),
      .keys = {call_.key.scope()}};
  actions.push_back(put_order(shop_, stored, 0));
  std::ranges::move(introduce(shop_, stored.order), std::back_inserter(actions));
  return stored;
}

/// The cart has a live order: only one whose last attempt failed can be placed once more.
Result<StoredOrder> OrderOpening::placed_again(Shelf& shelf, const OrderId& live, std::vector<Action>& actions) const {
  TRY(auto before, find_order(shop_, live));
  const auto again = [&](std::span<const StockNeed> tracked) {
    return reopened(before.order, attempt_, call_.checkout, call_.quote, tracked, call_.now, call_.hold_expires_at);
  };
  TRY(again({}));  // whether it can be at all
  TRY(const auto tracked, hold_needs(shelf, actions));
  TRY(Order order, again(tracked));
  StoredOrder stored{.order = std::move(order), .keys = std::move(before.keys)};
  stored.keys.push_back(call_.key.scope());
  actions.push_back(put_order(shop_, stored, before.order.version));
  if (const ItemKey place = place_of_owner(shop_, stored.order); place != place_of_owner(shop_, before.order)) {
    actions.emplace_back(Put{.key = place, .attributes = {}});
    actions.emplace_back(Delete{.key = place_of_owner(shop_, before.order)});
  }
  return stored;
}

/// Takes every need; returns those of tracked items.
Result<std::vector<StockNeed>> OrderOpening::hold_needs(Shelf& shelf, std::vector<Action>& actions) const {
  std::vector<StockNeed> tracked;
  for (const StockNeed& need : call_.needs) {
    TRY(const auto seen, shelf.find(need.stock_item));
    if (!seen) return fail(ErrorCode::variant_unavailable, "This is no longer for sale");
    if (seen->item.policy == StockPolicy::untracked) continue;
    if (!seen->item.covers(need.quantity)) return std::unexpected(shortage(call_.quote, need.stock_item, seen->free()));
    shelf.move(actions, *seen, {.reserved = need.quantity});
    tracked.push_back(need);
  }
  return tracked;
}

/// A refusal that would be the same again is stored as the key's answer.
Result<std::optional<ports::Opened>> OrderOpening::refused(const Error& error) const {
  const auto answer = is_final(error) ? encoder_.refused(error) : std::nullopt;
  if (!answer) return std::unexpected(error);
  std::vector<Action> actions = put_answer(shop_, call_.key, *answer, call_.now);
  // What was read was not read at one instant: a twin may have taken the last one for this very cart since the mark was looked
  // for.
  if (saw_no_order_) actions.emplace_back(Check{.key = live_order_key(shop_, call_.checkout.cart), .only_if = absent()});
  TRY(const Transacted stored, shop_.client.transact(actions));
  if (!stored.committed) return std::nullopt;
  return std::unexpected(error);
}

Action OrderOpening::check_of_cart() const {
  return Check{.key = cart_key(shop_, call_.checkout.cart),
               .only_if = {"#version = :version", {{"version", call_.checkout.cart_version}}}};
}

}  // namespace souk::aws
