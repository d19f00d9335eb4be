#include "usecases/reconcile_payments.h"

#include <gtest/gtest.h>

#include "support/builders.h"
#include "support/shop.h"

namespace souk::usecases {
namespace {

using namespace std::chrono_literals;
using support::error_of;
using support::Shop;

constexpr auto kPastTheHold = 16min;  // holds last 15

class ReconcilePaymentsTest : public testing::Test {
 protected:
  ReconcilePaymentsTest() { shop.with_stock("Mug", 5); }

  Order placed(const std::string& token = "tok_ok") {
    auto order = shop.place_order(shop.cart_with("Mug"), {.token = token});
    EXPECT_TRUE(order) << order.error().detail;
    return *std::move(order);
  }

  Shop shop;
};

TEST_F(ReconcilePaymentsTest, ChargesOnceWhenTheProviderTimesOutAfterSuccess) {
  const Order undecided = placed("tok_timeout_after_success");
  ASSERT_TRUE(undecided.undecided());
  shop.wait(31s);

  EXPECT_EQ(shop.reconcile().value().settled, 1);

  EXPECT_EQ(shop.order(undecided.id).state, OrderState::confirmed);
  EXPECT_EQ(shop.stock("Mug").on_hand, 4);
  EXPECT_EQ(shop.provider_did("authorized"), 1);
}

TEST_F(ReconcilePaymentsTest, MakesUpForACallThatNeverLeft) {
  shop.gateway.lose_requests(1);
  const Order undecided = placed();
  shop.wait(31s);

  EXPECT_EQ(shop.reconcile().value().settled, 1);

  EXPECT_EQ(shop.order(undecided.id).state, OrderState::confirmed);
  EXPECT_EQ(shop.provider_did("authorized"), 1);
}

TEST_F(ReconcilePaymentsTest, FinishesWhatACrashAfterTheAuthorizationLeft) {
  shop.ledger.fail_next_apply();
  EXPECT_EQ(error_of(shop.place_order(shop.cart_with("Mug"))), ErrorCode::unavailable);
  shop.wait(31s);

  EXPECT_EQ(shop.reconcile().value().settled, 1);

  EXPECT_EQ(shop.only_order().state, OrderState::confirmed);
  EXPECT_EQ(shop.provider_did("authorized"), 1);
}

TEST_F(ReconcilePaymentsTest, FinishesWhatACrashBeforeTheAuthorizationLeft) {
  shop.ledger.lose_next_open();
  EXPECT_EQ(error_of(shop.place_order(shop.cart_with("Mug"))), ErrorCode::commit_unknown);
  shop.wait(31s);

  EXPECT_EQ(shop.reconcile().value().settled, 1);

  EXPECT_EQ(shop.only_order().state, OrderState::confirmed);
}

TEST_F(ReconcilePaymentsTest, LeavesAYoungAttemptToItsRequest) {
  const Order undecided = placed("tok_timeout_after_success");
  shop.wait(29s);

  EXPECT_EQ(shop.reconcile().value().settled, 0);

  EXPECT_TRUE(shop.order(undecided.id).undecided());
}

TEST_F(ReconcilePaymentsTest, LeavesAPaymentThatWaitsForItsShopper) {
  const Order undecided = placed("tok_requires_action");
  shop.wait(31s);

  EXPECT_EQ(shop.reconcile().value().settled, 0);

  EXPECT_TRUE(shop.order(undecided.id).undecided());
  EXPECT_EQ(shop.stock("Mug").reserved, 1);
}

TEST_F(ReconcilePaymentsTest, GoesOnWhileOneAttemptCannotBeDecided) {
  placed("tok_requires_action");
  placed("tok_timeout_after_success");
  shop.wait(31s);

  EXPECT_EQ(shop.reconcile().value().settled, 1);
}

TEST_F(ReconcilePaymentsTest, SaysWhenAProviderIsGoneAndDecidesTheOthers) {
  const PaymentProviders before{{{"test", {shop.gateway}}, {"gone", {shop.gateway}}}};
  const PlaceOrder place{*shop.carts, shop.price, *shop.settings, shop.ledger, before};
  const CartId cart = shop.cart_with("Mug");
  shop.gateway.lose_answers(1);
  const auto lost = place(support::a_key("gone", cart.text()), {cart, "gone", "tok_ok", {}, {}});
  ASSERT_TRUE(lost);
  const Order undecided = placed("tok_timeout_after_success");
  shop.wait(31s);

  const auto round = shop.reconcile();

  EXPECT_EQ(round->settled, 1);
  EXPECT_EQ(round->failed, 1);
  EXPECT_EQ(round->first_error->code, ErrorCode::payment_provider_unknown);
  EXPECT_EQ(shop.order(undecided.id).state, OrderState::confirmed);
  EXPECT_TRUE(shop.order(lost->id).undecided());
}

TEST_F(ReconcilePaymentsTest, CancelsInsteadOfChargingOnceTheHoldIsOver) {
  shop.gateway.lose_requests(1);
  const Order undecided = placed();
  shop.wait(kPastTheHold);

  EXPECT_EQ(shop.reconcile().value().settled, 1);

  EXPECT_EQ(shop.order(undecided.id).refusal, ErrorCode::payment_failed);
  EXPECT_EQ(shop.free_stock("Mug"), 5);
  EXPECT_EQ(shop.provider_did("authorized"), 0);
}

TEST_F(ReconcilePaymentsTest, ConfirmsAFreeOrderThatACrashLeft) {
  shop.change_settings([](ShopSettings& settings) { settings.flat_shipping_minor = 0; });
  shop.with("Sample", 0);
  shop.ledger.fail_next_apply();
  EXPECT_EQ(error_of(shop.place_order(shop.cart_with("Sample"))), ErrorCode::unavailable);
  shop.wait(31s);

  EXPECT_EQ(shop.reconcile().value().settled, 1);

  EXPECT_EQ(shop.only_order().state, OrderState::confirmed);
}

}  // namespace
}  // namespace souk::usecases
