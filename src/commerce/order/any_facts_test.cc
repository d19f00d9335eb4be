#include <algorithm>
#include <map>
#include <ranges>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "commerce/order/order.h"
#include "commerce/order/orders_for_tests.h"

namespace souk {
namespace {

using namespace orders_for_tests;

constexpr std::int64_t kOnHand = 10;

/// An order between its shopper, its provider and the shelf, as an adapter would keep it.
struct World {
  Order order = an_order();
  std::int64_t on_hand = kOnHand;  // of stock_item(1); each order takes 2
  std::int64_t reserved = 2;
  int commits = 0;

  void take(const Decision& decision) {
    if (!decision.changed) {
      RC_ASSERT(decision.order == order);
      return;
    }
    RC_ASSERT(decision.order.version > order.version);
    for (std::size_t i = 0; i < order.attempts.size(); ++i)
      RC_ASSERT(may_follow(order.attempts[i].state, decision.order.attempts[i].state));
    order = decision.order;
    switch (decision.stock) {
      case StockStep::none: break;
      case StockStep::commit: on_hand -= 2, reserved -= 2, ++commits; break;
      case StockStep::release: reserved -= 2; break;
      case StockStep::take_commit: on_hand -= 2, ++commits; break;
    }
  }
  void hear(const PaymentFact& fact, bool stock_is_free) {
    const Order before = order;
    take(decide(order, fact, stock_is_free, at(order.version)));
    const bool waited = before.state == OrderState::pending || before.state == OrderState::expired;
    if (waited && order.state == OrderState::confirmed) check_may_confirm(before, fact, stock_is_free);
    const Decision again = decide(order, fact, stock_is_free, at(order.version));
    RC_ASSERT(!again.changed);
  }
  static void check_may_confirm(const Order& before, const PaymentFact& fact, bool stock_is_free) {
    RC_ASSERT(fact.attempt == before.current_attempt().id);
    RC_ASSERT(fact.order == before.id);
    RC_ASSERT(fact.amount == before.total());
    RC_ASSERT(fact.kind == FactKind::authorized || fact.kind == FactKind::captured);
    if (before.reservations.front().state == HoldState::released) RC_ASSERT(stock_is_free);
  }
  void reopen() {
    const auto number = static_cast<std::uint8_t>(order.attempts.size() + 1);
    const auto next = reopened(order, attempt(number), a_checkout(), a_quote(), tracked(), at(order.version), kHoldEnd);
    if (!next) return;
    order = *next;
    reserved += 2;
  }
  void expire() {
    if (const auto decision = expired(order, order.hold_expires_at)) take(*decision);
  }

  void check() const;
};

void check_history(const Order& order) {
  RC_ASSERT(order.version == static_cast<std::int64_t>(order.history.size()));
  for (std::size_t i = 1; i < order.history.size(); ++i) {
    const HistoryEntry& from = order.history[i - 1];
    const HistoryEntry& to = order.history[i];
    RC_ASSERT(to.version == from.version + 1);
    RC_ASSERT(may_follow(from.state, to.state));
    RC_ASSERT(may_follow(from.payment_state, to.payment_state));
    RC_ASSERT(may_follow(from.fulfillment_state, to.fulfillment_state));
  }
  RC_ASSERT(order.history.back().state == order.state);
  RC_ASSERT(order.history.back().payment_state == order.payment_state);
}

void check_money(const Order& order) {
  const auto in_use = std::ranges::count_if(order.attempts, &PaymentAttempt::in_use);
  const bool refunded = order.payment_state == PaymentState::refunded;
  if (order.state == OrderState::confirmed) RC_ASSERT(in_use == (refunded ? 0 : 1));
  if (in_use != 0) {
    RC_ASSERT(in_use == 1);
    RC_ASSERT(order.current_attempt().in_use());
    RC_ASSERT(order.state == OrderState::confirmed || order.state == OrderState::needs_review);
  }
  if (order.payment_state == PaymentState::authorized || order.payment_state == PaymentState::paid) RC_ASSERT(in_use == 1);
  for (const PaymentAttempt& attempt : order.attempts) {
    RC_ASSERT(!(attempt.void_due && attempt.refund_due));
    if (attempt.refund_due) RC_ASSERT(attempt.state == AttemptState::captured);
    if (attempt.state == AttemptState::failed || attempt.state == AttemptState::refunded) RC_ASSERT(!attempt.void_due);
  }
}

void World::check() const {
  check_history(order);
  check_money(order);
  const auto is = [this](HoldState state) {
    return std::ranges::all_of(order.reservations, [state](const Reservation& r) { return r.state == state; });
  };
  RC_ASSERT(is(HoldState::held) || is(HoldState::committed) || is(HoldState::released));
  RC_ASSERT(reserved == (is(HoldState::held) ? 2 : 0));
  RC_ASSERT(on_hand == kOnHand - 2 * commits);
  RC_ASSERT(commits == (is(HoldState::committed) ? 1 : 0));
  if (is(HoldState::held)) RC_ASSERT(order.undecided());
  if (order.undecided()) RC_ASSERT(is(HoldState::held));
  if (order.state == OrderState::confirmed) RC_ASSERT(is(HoldState::committed));
}

FactKind any_kind() {
  return *rc::gen::oneOf(rc::gen::element(FactKind::authorized, FactKind::captured, FactKind::declined),
                         rc::gen::map(rc::gen::inRange<std::size_t>(0, kNames<FactKind>.size()),
                                      [](std::size_t i) { return static_cast<FactKind>(i); }));
}

PaymentFact any_fact(const Order& order) {
  PaymentFact fact;
  fact.kind = any_kind();
  const auto attempts = static_cast<std::uint8_t>(order.attempts.size());
  fact.attempt = attempt(
      *rc::gen::element<std::uint8_t>(1, attempts, attempts, static_cast<std::uint8_t>(attempts - 1)));  // 0: of no attempt
  fact.order = *rc::gen::weightedElement<OrderId>({{9, order.id}, {1, id<OrderId>(2)}});
  fact.amount = euro_cents(*rc::gen::weightedElement<std::int64_t>({{8, 4990}, {1, 4989}, {1, 0}}));
  fact.action_url = *rc::gen::element<std::string>("", "https://pay.example.com/1");
  return fact;
}

RC_GTEST_PROP(AnyFacts, KeepTheOrderTheMoneyAndTheStockTogether, ()) {
  World world;

  const int steps = *rc::gen::inRange(10, 40);
  for (int i = 0; i < steps; ++i) {
    switch (*rc::gen::weightedElement<int>({{12, 0}, {4, 1}, {1, 2}})) {
      case 0: world.hear(any_fact(world.order), *rc::gen::arbitrary<bool>()); break;
      case 1: world.reopen(); break;
      default: world.expire(); break;
    }
    world.check();
  }
}

/// What a provider may say of one payment, in its own order.
using Story = std::vector<FactKind>;

/// The order after one of the stories, told in any order, any part of it more than once, and after the workers have given back
/// what was due.
Order told_of_any(const std::vector<Story>& stories) {
  const Story story = *rc::gen::elementOf(stories);
  Story shuffled = story;
  const auto repeats = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, story.size()));
  for (const std::size_t repeat : repeats) shuffled.push_back(story[repeat]);
  for (std::size_t i = shuffled.size(); i > 1; --i) std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
  World world;
  for (const FactKind kind : shuffled) world.hear(a_fact(world.order, kind), true);
  while (world.order.current_attempt().void_due || world.order.current_attempt().refund_due)
    world.hear(a_fact(world.order, world.order.current_attempt().void_due ? FactKind::voided : FactKind::refunded), true);
  world.check();
  return world.order;
}

RC_GTEST_PROP(AnyFacts, APaymentThatWasTakenConfirmsInWhateverOrderItIsTold, ()) {
  const Order order = told_of_any({{FactKind::authorized, FactKind::captured},
                                   {FactKind::unknown, FactKind::captured},
                                   {FactKind::unknown, FactKind::requires_action, FactKind::authorized, FactKind::captured},
                                   {FactKind::declined, FactKind::authorized, FactKind::captured}});

  RC_ASSERT(order.state == OrderState::confirmed);
  RC_ASSERT(order.payment_state == PaymentState::paid);
  RC_ASSERT(order.refusal == std::nullopt);
}

RC_GTEST_PROP(AnyFacts, ADeclineIsADeclineInWhateverOrderItIsTold, ()) {
  const Order order = told_of_any({{FactKind::declined}, {FactKind::unknown, FactKind::requires_action, FactKind::declined}});

  RC_ASSERT(order.state == OrderState::pending);
  RC_ASSERT(order.current_attempt().state == AttemptState::failed);
  RC_ASSERT(order.refusal == ErrorCode::payment_declined);
}

RC_GTEST_PROP(AnyFacts, MoneyThatWentBackIsNeverCountedAsThere, ()) {
  const Order order = told_of_any({{FactKind::authorized, FactKind::voided},
                                   {FactKind::unknown, FactKind::voided},
                                   {FactKind::authorized, FactKind::captured, FactKind::refunded}});

  const PaymentAttempt& payment = order.current_attempt();
  RC_ASSERT(payment.state == AttemptState::voided || payment.state == AttemptState::refunded);
  RC_ASSERT(order.payment_state == PaymentState::none || order.payment_state == PaymentState::voided ||
            order.payment_state == PaymentState::refunded);
  if (order.state == OrderState::confirmed) RC_ASSERT(order.payment_state == PaymentState::refunded);
}

}  // namespace
}  // namespace souk
