#include <gtest/gtest.h>

#include "commerce/order/order.h"
#include "commerce/order/orders_for_tests.h"

namespace souk {
namespace {

using namespace orders_for_tests;
using Events = std::vector<std::string>;

Decision after(const Order& order, const PaymentFact& fact, bool stock_is_free = true) {
  return decide(order, fact, stock_is_free, at(1));
}
Decision after(const Order& order, FactKind kind, bool stock_is_free = true) {
  return after(order, a_fact(order, kind), stock_is_free);
}

/// The order after these facts, one by one.
Order with(Order order, std::initializer_list<FactKind> kinds) {
  for (const FactKind kind : kinds) order = after(order, kind).order;
  return order;
}

Order reopened_once(const Order& declined) {
  return reopened(declined, attempt(2), a_checkout(), a_quote(), tracked(), at(2), kHoldEnd).value();
}

HoldState holds_of(const Order& order) { return order.reservations.front().state; }

TEST(Decide, AnAuthorizationConfirmsAndCommitsTheStock) {
  const Decision decision = after(an_order(), FactKind::authorized);

  EXPECT_TRUE(decision.changed);
  EXPECT_EQ(decision.order.state, OrderState::confirmed);
  EXPECT_EQ(decision.order.payment_state, PaymentState::authorized);
  EXPECT_EQ(decision.order.current_attempt().state, AttemptState::authorized);
  EXPECT_EQ(decision.stock, StockStep::commit);
  EXPECT_EQ(holds_of(decision.order), HoldState::committed);
  EXPECT_EQ(events_between(an_order(), decision.order), Events{"order.confirmed"});
  EXPECT_EQ(decision.order.version, 2);
  EXPECT_EQ(decision.order.history.back().at, at(1));
}

TEST(Decide, ADeclineGivesTheStockBackAndLeavesTheOrderPending) {
  PaymentFact fact = a_fact(an_order(), FactKind::declined);
  fact.amount = euro_cents(0);
  fact.refusal = "card_declined";

  const Decision decision = after(an_order(), fact);

  EXPECT_EQ(decision.order.state, OrderState::pending);
  EXPECT_EQ(decision.order.refusal, ErrorCode::payment_declined);
  EXPECT_EQ(decision.order.current_attempt().state, AttemptState::failed);
  EXPECT_EQ(decision.order.current_attempt().refusal, "card_declined");
  EXPECT_EQ(decision.stock, StockStep::release);
  EXPECT_EQ(events_between(an_order(), decision.order), Events{"order.payment_declined"});
  EXPECT_FALSE(decision.order.undecided());
}

TEST(Decide, ATimeoutLeavesTheOrderUndecided) {
  const Decision decision = after(an_order(), FactKind::unknown);

  EXPECT_TRUE(decision.order.undecided());
  EXPECT_EQ(decision.order.current_attempt().state, AttemptState::authorizing);
  EXPECT_EQ(holds_of(decision.order), HoldState::held);
  EXPECT_FALSE(after(decision.order, FactKind::unknown).changed);
}

TEST(Decide, AnActionSendsTheShopperThere) {
  PaymentFact fact = a_fact(an_order(), FactKind::requires_action);
  fact.action_url = "https://pay.example.com/1";
  fact.provider_reference = "pi_1";

  const Order order = after(an_order(), fact).order;

  EXPECT_TRUE(order.undecided());
  EXPECT_EQ(order.current_attempt().action_url, "https://pay.example.com/1");
  EXPECT_EQ(order.current_attempt().provider_reference, "pi_1");
  EXPECT_FALSE(after(order, fact).changed);
  EXPECT_EQ(after(order, FactKind::authorized).order.current_attempt().action_url, "");
}

TEST(Decide, AnActionMakesTheHoldLastTwiceAsLong) {
  PaymentFact fact = a_fact(an_order(), FactKind::requires_action);
  fact.action_url = "https://pay.example.com/1";

  const Order order = after(an_order(), fact).order;

  EXPECT_EQ(order.hold_expires_at, at(1800));
  fact.action_url = "https://pay.example.com/2";
  EXPECT_EQ(after(order, fact).order.hold_expires_at, at(1800)) << "once";
  EXPECT_EQ(after(an_order(), FactKind::requires_action).order.hold_expires_at, kHoldEnd) << "there is no page";
}

TEST(Decide, TheSameFactAgainChangesNothing) {
  const Order order = with(an_order(), {FactKind::authorized});

  const Decision decision = after(order, FactKind::authorized);

  EXPECT_FALSE(decision.changed);
  EXPECT_EQ(decision.order, order);
}

TEST(Decide, ACaptureThatComesFirstConfirmsAndPays) {
  const Decision decision = after(an_order(), FactKind::captured);

  EXPECT_EQ(decision.order.state, OrderState::confirmed);
  EXPECT_EQ(decision.order.payment_state, PaymentState::paid);
  EXPECT_EQ(events_between(an_order(), decision.order), (Events{"order.confirmed", "order.paid"}));
  EXPECT_EQ(decision.order.version, 3);
  EXPECT_EQ(decision.order.history[1].payment_state, PaymentState::authorized);
}

TEST(Decide, APaymentForAnotherOrderAmountOrCurrencyIsGivenBack) {
  PaymentFact other_order = a_fact(an_order(), FactKind::authorized);
  other_order.order = id<OrderId>(2);
  PaymentFact other_amount = a_fact(an_order(), FactKind::authorized);
  other_amount.amount.minor -= 1;
  PaymentFact other_currency = a_fact(an_order(), FactKind::authorized);
  other_currency.amount.currency = Currency::parse("HUF").value();

  for (const PaymentFact& fact : {other_order, other_amount, other_currency}) {
    const Decision decision = after(an_order(), fact);

    EXPECT_EQ(decision.order.state, OrderState::needs_review);
    EXPECT_EQ(decision.order.payment_state, PaymentState::none);
    EXPECT_EQ(decision.order.refusal, ErrorCode::payment_mismatch);
    EXPECT_TRUE(decision.order.current_attempt().void_due);
    EXPECT_EQ(decision.stock, StockStep::release);
  }
}

TEST(Decide, AMismatchThatWasTakenAlreadyIsRefunded) {
  PaymentFact fact = a_fact(an_order(), FactKind::captured);
  fact.amount.minor += 1;

  const Order order = after(an_order(), fact).order;

  EXPECT_TRUE(order.current_attempt().refund_due);
  EXPECT_FALSE(order.current_attempt().void_due);
}

TEST(Decide, FactsOfAnUnknownAttemptOrAnotherOrderChangeNothing) {
  PaymentFact unknown_attempt = a_fact(an_order(), FactKind::authorized);
  unknown_attempt.attempt = attempt(9);
  PaymentFact other_order = a_fact(an_order(), FactKind::declined);
  other_order.order = id<OrderId>(2);

  EXPECT_FALSE(after(an_order(), unknown_attempt).changed);
  EXPECT_FALSE(after(an_order(), other_order).changed);
}

TEST(Decide, ASuccessAfterADeclineTakesTheStockAgain) {
  const Order declined = with(an_order(), {FactKind::declined});

  const Decision decision = after(declined, FactKind::authorized);

  EXPECT_EQ(decision.order.state, OrderState::confirmed);
  EXPECT_EQ(decision.order.refusal, std::nullopt);
  EXPECT_EQ(decision.stock, StockStep::take_commit);
  EXPECT_EQ(holds_of(decision.order), HoldState::committed);
}

TEST(Decide, ASuccessAfterTheStockWasSoldIsGivenBack) {
  const Order declined = with(an_order(), {FactKind::declined});

  const Decision decision = after(declined, FactKind::authorized, false);

  EXPECT_EQ(decision.order.state, OrderState::pending);
  EXPECT_EQ(decision.order.refusal, ErrorCode::out_of_stock);
  EXPECT_TRUE(decision.order.current_attempt().void_due);
  EXPECT_EQ(decision.stock, StockStep::none);
  EXPECT_FALSE(decision.order.undecided());
}

TEST(Decide, ASuccessAfterTheOrderExpiredConfirmsItIfTheStockIsFree) {
  const Order gone = expired(with(an_order(), {FactKind::declined}), kHoldEnd).value().order;

  EXPECT_EQ(after(gone, FactKind::captured).order.state, OrderState::confirmed);
  EXPECT_EQ(after(gone, FactKind::captured, false).order.state, OrderState::expired);
  EXPECT_TRUE(after(gone, FactKind::captured, false).order.current_attempt().refund_due);
}

TEST(Decide, AHeldOrderDoesNotAskForItsStockAgain) {
  EXPECT_EQ(after(an_order(), FactKind::authorized, false).order.state, OrderState::confirmed);
}

TEST(Decide, ASuccessOfASupersededAttemptIsGivenBack) {
  const Order declined = with(an_order(), {FactKind::declined});
  const PaymentFact late = a_fact(declined, FactKind::authorized);

  const Decision decision = after(reopened_once(declined), late);

  EXPECT_EQ(decision.order.state, OrderState::pending);
  EXPECT_TRUE(decision.order.undecided()) << "the current attempt goes on";
  EXPECT_TRUE(decision.order.attempts[0].void_due);
  EXPECT_EQ(decision.stock, StockStep::none);
}

TEST(Decide, ASuccessOfACanceledOrderIsGivenBack) {
  Order canceled = an_order();
  canceled.state = OrderState::canceled;

  const Decision decision = after(canceled, FactKind::authorized);

  EXPECT_EQ(decision.order.state, OrderState::canceled);
  EXPECT_TRUE(decision.order.current_attempt().void_due);
}

TEST(Decide, ASuccessOfAVoidedAttemptIsVoidedAgain) {
  const Order order = with(an_order(), {FactKind::voided});
  ASSERT_EQ(order.current_attempt().state, AttemptState::voided);

  const Order late = after(order, FactKind::authorized).order;

  EXPECT_EQ(late.state, OrderState::pending);
  EXPECT_TRUE(late.current_attempt().void_due);
  EXPECT_FALSE(after(late, FactKind::authorized).changed);
  EXPECT_FALSE(after(late, FactKind::voided).order.current_attempt().void_due);
  EXPECT_TRUE(after(order, FactKind::captured).order.current_attempt().refund_due);
}

TEST(Decide, AVoidOfAnUndecidedAttemptGivesTheStockBack) {
  const Decision decision = after(with(an_order(), {FactKind::unknown}), FactKind::voided);

  EXPECT_EQ(decision.order.current_attempt().state, AttemptState::voided);
  EXPECT_EQ(decision.order.refusal, ErrorCode::payment_failed);
  EXPECT_EQ(decision.stock, StockStep::release);
  EXPECT_EQ(expired(decision.order, kHoldEnd)->order.state, OrderState::expired);
}

TEST(Decide, AVoidClearsWhatWasDue) {
  const Order sold_out = after(with(an_order(), {FactKind::declined}), FactKind::authorized, false).order;

  const Order order = after(sold_out, FactKind::voided).order;

  EXPECT_FALSE(order.current_attempt().void_due);
  EXPECT_EQ(order.current_attempt().state, AttemptState::voided);
  EXPECT_EQ(order.state, OrderState::pending);
}

TEST(Decide, MoneyToVoidThatWasTakenIsRefunded) {
  const Order sold_out = after(with(an_order(), {FactKind::declined}), FactKind::authorized, false).order;

  const Order taken = after(sold_out, FactKind::captured).order;

  EXPECT_FALSE(taken.current_attempt().void_due);
  EXPECT_TRUE(taken.current_attempt().refund_due);
  EXPECT_FALSE(after(taken, FactKind::captured).changed);

  const Order back = after(taken, FactKind::refunded).order;

  EXPECT_FALSE(back.current_attempt().refund_due);
  EXPECT_EQ(back.current_attempt().state, AttemptState::refunded);
  EXPECT_EQ(back.payment_state, PaymentState::none);
  EXPECT_FALSE(after(back, FactKind::captured).changed) << "an old message";
}

TEST(Decide, AVoidOfAConfirmedOrderNeedsReview) {
  const Order confirmed = with(an_order(), {FactKind::authorized});

  const Decision decision = after(confirmed, FactKind::voided);

  EXPECT_EQ(decision.order.state, OrderState::needs_review);
  EXPECT_EQ(decision.order.payment_state, PaymentState::voided);
  EXPECT_EQ(events_between(confirmed, decision.order), (Events{"order.payment_voided", "order.needs_review"}));
}

TEST(Decide, AFailedCaptureNeedsReviewUntilOneSucceeds) {
  const Decision failed = after(with(an_order(), {FactKind::authorized}), FactKind::capture_failed);

  EXPECT_EQ(failed.order.state, OrderState::needs_review);
  EXPECT_EQ(failed.order.payment_state, PaymentState::authorized);
  EXPECT_FALSE(after(failed.order, FactKind::capture_failed).changed);

  const Decision captured = after(failed.order, FactKind::captured);

  EXPECT_EQ(captured.order.state, OrderState::confirmed);
  EXPECT_EQ(captured.order.payment_state, PaymentState::paid);
  EXPECT_EQ(events_between(failed.order, captured.order), (Events{"order.paid", "order.review_resolved"}));
  EXPECT_FALSE(after(captured.order, FactKind::capture_failed).changed) << "an old message";
}

TEST(Decide, ACaptureOfAnotherAmountNeedsReview) {
  PaymentFact less = a_fact(an_order(), FactKind::captured);
  less.amount.minor -= 1;
  PaymentFact more = a_fact(an_order(), FactKind::captured);
  more.amount.minor += 1;
  const Order confirmed = with(an_order(), {FactKind::authorized});

  EXPECT_EQ(after(confirmed, less).order.state, OrderState::needs_review);
  EXPECT_EQ(after(confirmed, less).order.payment_state, PaymentState::partially_paid);
  EXPECT_EQ(after(confirmed, more).order.payment_state, PaymentState::paid);
}

TEST(Decide, WhatWasTakenIsGivenBackWhateverTheOrderCosts) {
  PaymentFact more = a_fact(an_order(), FactKind::captured);
  more.amount = {5990, Currency::parse("USD").value()};

  const Order mismatched = after(an_order(), more).order;

  EXPECT_TRUE(mismatched.current_attempt().refund_due);
  EXPECT_EQ(mismatched.current_attempt().to_refund(), more.amount);
  EXPECT_EQ(mismatched.current_attempt().amount, euro_cents(4990));
  PaymentFact back = more;
  back.kind = FactKind::refunded;
  back.amount.minor -= 1;
  EXPECT_TRUE(after(mismatched, back).order.current_attempt().refund_due) << "a cent is still missing";
  EXPECT_TRUE(after(mismatched, FactKind::refunded).order.current_attempt().refund_due) << "not what was taken";
  back.amount.minor += 1;
  EXPECT_FALSE(after(mismatched, back).order.current_attempt().refund_due);
}

TEST(Decide, ARefundMovesThePaymentAxisAlone) {
  const Order paid = with(an_order(), {FactKind::captured});
  PaymentFact part = a_fact(paid, FactKind::refunded);
  part.amount.minor = 1;

  const Order partly = after(paid, part).order;

  EXPECT_EQ(partly.payment_state, PaymentState::partially_refunded);
  EXPECT_FALSE(after(partly, part).changed);

  const Order refunded = after(partly, FactKind::refunded).order;

  EXPECT_EQ(refunded.payment_state, PaymentState::refunded);
  EXPECT_EQ(refunded.state, OrderState::confirmed);
  EXPECT_EQ(refunded.current_attempt().state, AttemptState::refunded);
  EXPECT_FALSE(after(refunded, FactKind::refunded).changed);
}

TEST(Decide, ARefundBeforeItsCaptureImpliesIt) {
  const Order confirmed = with(an_order(), {FactKind::authorized});

  const Decision decision = after(confirmed, FactKind::refunded);

  EXPECT_EQ(events_between(confirmed, decision.order), (Events{"order.paid", "order.refunded"}));
  EXPECT_FALSE(after(decision.order, FactKind::captured).changed);
}

TEST(Decide, NothingToPayConfirmsAsPaid) {
  const Decision decision = after(an_order(0), FactKind::not_needed);

  EXPECT_EQ(decision.order.state, OrderState::confirmed);
  EXPECT_EQ(decision.order.payment_state, PaymentState::paid);
  EXPECT_EQ(decision.order.current_attempt().state, AttemptState::captured);
  EXPECT_EQ(decision.stock, StockStep::commit);
}

TEST(Decide, NothingToPayIsNoAnswerToAPrice) {
  const Order order = after(an_order(), FactKind::not_needed).order;

  EXPECT_EQ(order.state, OrderState::needs_review);
  EXPECT_EQ(order.refusal, ErrorCode::payment_mismatch);
  EXPECT_FALSE(order.current_attempt().void_due) << "there is no money to give back";
}

TEST(Decide, ManualPaymentConfirmsBeforeTheMoneyComes) {
  const Order confirmed = with(an_order(4990, std::string(kManualProvider)), {FactKind::not_needed});

  EXPECT_EQ(confirmed.state, OrderState::confirmed);
  EXPECT_EQ(confirmed.payment_state, PaymentState::none);
  EXPECT_EQ(after(confirmed, FactKind::captured).order.payment_state, PaymentState::paid);
}

TEST(Decide, AnOrderOfUntrackedItemsTouchesNoStock) {
  const Order order = opened(id<OrderId>(1), "S1", attempt(1), a_checkout(), a_quote(), {}, at(0), kHoldEnd);

  EXPECT_EQ(after(order, FactKind::authorized).stock, StockStep::none);
  EXPECT_EQ(after(order, FactKind::declined).stock, StockStep::none);
}

}  // namespace
}  // namespace souk
