#include "commerce/order/order.h"

#include <gtest/gtest.h>

#include "commerce/order/orders_for_tests.h"

namespace souk {
namespace {

using namespace orders_for_tests;

TEST(Order, OpensPendingWithItsStockHeld) {
  const Order order = an_order();

  EXPECT_EQ(order.state, OrderState::pending);
  EXPECT_EQ(order.payment_state, PaymentState::none);
  EXPECT_EQ(order.version, 1);
  EXPECT_EQ(order.reservations,
            (std::vector<Reservation>{{stock_item(1), 2, HoldState::held}, {stock_item(2), 1, HoldState::held}}));
  ASSERT_EQ(order.attempts.size(), 1U);
  EXPECT_EQ(order.attempts[0].amount, order.total());
  EXPECT_EQ(order.attempts[0].number, 1);
  EXPECT_TRUE(order.undecided());
  ASSERT_EQ(order.history.size(), 1U);
  EXPECT_EQ(order.history[0].event(), "order.placed");
}

TEST(Order, ReopensWithANewQuoteAfterADecline) {
  const Order declined = decide(an_order(), a_fact(an_order(), FactKind::declined), true, at(1)).order;
  Quote dearer = a_quote();
  dearer.totals.total.minor += 100;

  const Order order = reopened(declined, attempt(2), a_checkout(), dearer, tracked(), at(2), at(900)).value();

  EXPECT_EQ(order.version, 3);
  EXPECT_EQ(order.history.back().event(), "order.reopened");
  EXPECT_EQ(order.total(), dearer.totals.total);
  ASSERT_EQ(order.attempts.size(), 2U);
  EXPECT_EQ(order.attempts[1].number, 2);
  EXPECT_EQ(order.attempts[1].amount, dearer.totals.total);
  EXPECT_EQ(order.refusal, std::nullopt);
  EXPECT_EQ(order.reservations.size(), 2U);
  EXPECT_EQ(order.reservations[0].state, HoldState::held);
  EXPECT_EQ(order.hold_expires_at, at(900));
}

TEST(Order, DoesNotReopenWhileAPaymentIsUnderWayOrDone) {
  const auto code_of = [](const Order& order) {
    return reopened(order, attempt(2), a_checkout(), a_quote(), tracked(), at(2), at(900)).error().code;
  };
  const Order confirmed = decide(an_order(), a_fact(an_order(), FactKind::authorized), true, at(1)).order;

  EXPECT_EQ(code_of(an_order()), ErrorCode::cart_already_ordered);
  EXPECT_EQ(code_of(confirmed), ErrorCode::cart_already_ordered);
}

TEST(Order, IsTriedFiveTimesAtMost) {
  Order order = an_order();
  for (std::uint8_t number = 2; number <= kMaxAttempts; ++number) {
    order = decide(order, a_fact(order, FactKind::declined), true, at(1)).order;
    order = reopened(order, attempt(number), a_checkout(), a_quote(), tracked(), at(2), at(900)).value();
  }
  order = decide(order, a_fact(order, FactKind::declined), true, at(1)).order;

  EXPECT_EQ(reopened(order, attempt(9), a_checkout(), a_quote(), tracked(), at(2), at(900)).error().code,
            ErrorCode::payment_attempts_exceeded);
}

TEST(Order, ExpiresOnlyWhenItsHoldRanOutAndNoPaymentIsUnderWay) {
  const Order declined = decide(an_order(), a_fact(an_order(), FactKind::declined), true, at(1)).order;

  EXPECT_EQ(expired(an_order(), kHoldEnd).error().code, ErrorCode::invalid_state) << "undecided";
  EXPECT_EQ(expired(declined, kHoldEnd - std::chrono::milliseconds{1}).error().code, ErrorCode::invalid_state)
      << "the hold lasts";

  const Decision decision = expired(declined, kHoldEnd).value();

  EXPECT_EQ(decision.order.state, OrderState::expired);
  EXPECT_EQ(decision.stock, StockStep::none) << "the decline gave the stock back";
  EXPECT_EQ(events_between(declined, decision.order), std::vector<std::string>{"order.expired"});
  EXPECT_EQ(expired(decision.order, kHoldEnd).error().code, ErrorCode::invalid_state) << "once";
}

TEST(Order, AnyStateFollowsItselfAndTheTablesDecideTheRest) {
  for (const auto state :
       {OrderState::pending, OrderState::confirmed, OrderState::canceled, OrderState::expired, OrderState::closed})
    EXPECT_TRUE(may_follow(state, state));
  EXPECT_TRUE(may_follow(OrderState::pending, OrderState::confirmed));
  EXPECT_FALSE(may_follow(OrderState::confirmed, OrderState::pending));
  EXPECT_FALSE(may_follow(OrderState::canceled, OrderState::confirmed));
  EXPECT_FALSE(may_follow(OrderState::closed, OrderState::confirmed));
  EXPECT_TRUE(may_follow(PaymentState::authorized, PaymentState::voided));
  EXPECT_FALSE(may_follow(PaymentState::paid, PaymentState::voided));
  EXPECT_FALSE(may_follow(PaymentState::refunded, PaymentState::paid));
  EXPECT_TRUE(may_follow(FulfillmentState::partial, FulfillmentState::fulfilled));
  EXPECT_FALSE(may_follow(FulfillmentState::fulfilled, FulfillmentState::unfulfilled));
}

}  // namespace
}  // namespace souk
