#include "usecases/expire_holds.h"

#include <gtest/gtest.h>

#include "support/shop.h"

namespace souk::usecases {
namespace {

using namespace std::chrono_literals;
using support::error_of;
using support::Shop;

constexpr auto kPastTheHold = 31min;  // holds last 15, on a page of the provider 30

class ExpireHoldsTest : public testing::Test {
 protected:
  ExpireHoldsTest() { shop.with_stock("Mug", 5); }

  Order placed(const std::string& token = "tok_ok") {
    auto order = shop.place_order(shop.cart_with("Mug"), {.token = token});
    EXPECT_TRUE(order) << order.error().detail;
    return *std::move(order);
  }

  Shop shop;
};

TEST_F(ExpireHoldsTest, PutsTheStockOfADeclinedOrderNobodyTriedAgainToRest) {
  EXPECT_EQ(error_of(shop.place_order(shop.cart_with("Mug"), {.token = "tok_declined"})), ErrorCode::payment_declined);
  shop.wait(kPastTheHold);

  EXPECT_EQ(shop.expire_holds().value().settled, 1);

  EXPECT_EQ(shop.only_order().state, OrderState::expired);
  EXPECT_EQ(shop.free_stock("Mug"), 5);
}

TEST_F(ExpireHoldsTest, CancelsAtTheProviderBeforeItReleasesStock) {
  const Order undecided = placed("tok_requires_action");
  shop.wait(kPastTheHold);
  shop.gateway.before_next([&] { EXPECT_EQ(shop.stock("Mug").reserved, 1); });

  EXPECT_EQ(shop.expire_holds().value().settled, 1);

  EXPECT_EQ(shop.order(undecided.id).state, OrderState::expired);
  EXPECT_EQ(shop.free_stock("Mug"), 5);
  EXPECT_EQ(shop.provider_did("voided"), 1);
}

TEST_F(ExpireHoldsTest, VoidsAPaymentThatSucceededUnheard) {
  const Order undecided = placed("tok_timeout_after_success");
  shop.wait(kPastTheHold);

  EXPECT_EQ(shop.expire_holds().value().settled, 1);

  EXPECT_EQ(shop.order(undecided.id).state, OrderState::expired);
  EXPECT_EQ(shop.provider_did("voided"), 1);
}

TEST_F(ExpireHoldsTest, KeepsTheHoldWhileTheProviderDoesNotSayThatItIsCanceled) {
  const Order undecided = placed("tok_requires_action");
  shop.wait(kPastTheHold);
  shop.gateway.lose_requests(1);

  EXPECT_EQ(shop.expire_holds().value().settled, 0);
  EXPECT_EQ(shop.order(undecided.id).state, OrderState::pending);
  EXPECT_EQ(shop.stock("Mug").reserved, 1);

  EXPECT_EQ(shop.expire_holds().value().settled, 1);
  EXPECT_EQ(shop.free_stock("Mug"), 5);
}

TEST_F(ExpireHoldsTest, ConfirmsAPaymentThatTurnsOutToBeTaken) {
  const Order undecided = placed("tok_timeout_after_success");
  shop.test_gateway.capture(undecided, undecided.current_attempt());
  shop.wait(kPastTheHold);

  EXPECT_EQ(shop.expire_holds().value().settled, 0);

  EXPECT_EQ(shop.order(undecided.id).state, OrderState::confirmed);
  EXPECT_EQ(shop.order(undecided.id).payment_state, PaymentState::paid);
  EXPECT_EQ(shop.stock("Mug").on_hand, 4);
}

TEST_F(ExpireHoldsTest, DeclinesAnAuthorizationThatArrivesAfterItsVoid) {
  shop.gateway.lose_requests(1);
  const Order undecided = placed();
  shop.wait(kPastTheHold);
  EXPECT_EQ(shop.expire_holds().value().settled, 1);

  const PaymentFact late = shop.test_gateway.authorize(undecided, undecided.current_attempt());

  EXPECT_EQ(late.kind, FactKind::declined);
  EXPECT_EQ(shop.provider_did("authorized"), 0);
}

TEST_F(ExpireHoldsTest, LeavesAnOrderThatWasPlacedAgainAlone) {
  const CartId cart = shop.cart_with("Mug");
  EXPECT_FALSE(shop.place_order(cart, {.token = "tok_declined", .key = "the first try"}));
  shop.wait(14min);
  ASSERT_TRUE(shop.place_order(cart, {.token = "tok_requires_action", .key = "the second try"}));
  shop.wait(2min);

  EXPECT_EQ(shop.expire_holds().value().settled, 0);

  EXPECT_TRUE(shop.only_order().undecided());
  EXPECT_EQ(shop.stock("Mug").reserved, 1);
}

TEST_F(ExpireHoldsTest, WaitsTwiceAsLongForAShopperOnAPageOfTheProvider) {
  const Order waiting = placed("tok_requires_action");
  shop.wait(29min);
  EXPECT_EQ(shop.expire_holds()->found, 0);
  EXPECT_EQ(shop.stock("Mug").reserved, 1);

  shop.wait(1min);

  EXPECT_EQ(shop.expire_holds()->settled, 1);
  EXPECT_EQ(shop.order(waiting.id).state, OrderState::expired);
}

TEST_F(ExpireHoldsTest, FreesTheCartForAnotherOrder) {
  const CartId cart = shop.cart_with("Mug");
  EXPECT_FALSE(shop.place_order(cart, {.token = "tok_declined", .key = "the first try"}));
  const OrderId first = shop.only_order().id;
  shop.wait(kPastTheHold);
  ASSERT_EQ(shop.expire_holds().value().settled, 1);

  const auto second = shop.place_order(cart, {.key = "the second try"});

  ASSERT_TRUE(second) << second.error().detail;
  EXPECT_NE(second->id, first);
}

}  // namespace
}  // namespace souk::usecases
