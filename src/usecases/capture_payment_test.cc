#include "usecases/capture_payment.h"

#include <gtest/gtest.h>

#include "support/builders.h"
#include "support/shop.h"

namespace souk::usecases {
namespace {

using namespace std::chrono_literals;
using support::Shop;

class CapturePaymentTest : public testing::Test {
 protected:
  CapturePaymentTest() { shop.with_stock("Mug", 5); }

  Order confirmed() {
    const Order order = shop.ordered("Mug");
    EXPECT_EQ(shop.publish_events().value() > 0, true);
    return order;
  }

  Shop shop;
};

TEST_F(CapturePaymentTest, TakesTheMoneyOfAConfirmedOrder) {
  const Order order = confirmed();

  EXPECT_EQ(shop.capture_payment().value(), 1);

  EXPECT_EQ(shop.order(order.id).payment_state, PaymentState::paid);
  EXPECT_EQ(shop.provider_did("captured"), 1);
  EXPECT_EQ(shop.capture_payment().value(), 0);
}

TEST_F(CapturePaymentTest, TakesItOnceHoweverOftenItIsTold) {
  const Order order = confirmed();

  EXPECT_TRUE(shop.capture_payment.capture(order.id));
  EXPECT_TRUE(shop.capture_payment.capture(order.id));
  EXPECT_EQ(shop.capture_payment().value(), 1);

  EXPECT_EQ(shop.provider_did("captured"), 1);
  EXPECT_EQ(shop.order(order.id).payment_state, PaymentState::paid);
}

TEST_F(CapturePaymentTest, TriesAgainLaterWhenTheProviderDoesNotAnswer) {
  const Order order = confirmed();
  shop.gateway.lose_answers(1);

  EXPECT_EQ(shop.capture_payment().value(), 1);
  EXPECT_EQ(shop.order(order.id).payment_state, PaymentState::authorized);
  EXPECT_EQ(shop.capture_payment().value(), 0);

  shop.wait(15s);
  EXPECT_EQ(shop.capture_payment().value(), 1);
  EXPECT_EQ(shop.order(order.id).payment_state, PaymentState::paid);
  EXPECT_EQ(shop.provider_did("captured"), 1);
}

TEST_F(CapturePaymentTest, WaitsLongerEachTimeThenLeavesItToTheSweep) {
  const Order order = confirmed();
  shop.gateway.lose_requests(5);

  for (const auto pause : {15s, 60s, 240s, 960s, 960s}) {
    EXPECT_EQ(shop.capture_payment().value(), 1);
    shop.wait(pause - 1s);
    EXPECT_EQ(shop.capture_payment().value(), 0);
    shop.wait(1s);
  }

  EXPECT_EQ(shop.capture_payment().value(), 0);
  EXPECT_TRUE(shop.queue->dead_letters(kOrderProcessingQueue, 10)->empty());
  EXPECT_EQ(shop.resume_captures().value().settled, 1);
  EXPECT_EQ(shop.order(order.id).payment_state, PaymentState::paid);
}

TEST_F(CapturePaymentTest, SendsAnOrderWhoseMoneyCannotBeTakenToReview) {
  const Order order = confirmed();
  shop.test_gateway.void_authorization(order, order.current_attempt());

  EXPECT_EQ(shop.capture_payment().value(), 1);

  EXPECT_EQ(shop.order(order.id).state, OrderState::needs_review);
  EXPECT_EQ(shop.provider_did("captured"), 0);
}

TEST_F(CapturePaymentTest, HasNothingToTakeForAnOrderThatIsPaidByHand) {
  shop.change_settings([](ShopSettings& settings) { settings.manual_payment = {true, "Bank transfer"}; });
  const auto order = shop.place_order(shop.cart_with("Mug"), {.provider = "manual"});
  ASSERT_TRUE(order);
  ASSERT_TRUE(shop.publish_events());

  EXPECT_EQ(shop.capture_payment().value(), 1);

  EXPECT_EQ(shop.order(order->id).payment_state, PaymentState::none);
  EXPECT_EQ(shop.capture_payment().value(), 0);
}

TEST_F(CapturePaymentTest, LeavesAMessageItCannotReadToTheDeadLetters) {
  ASSERT_TRUE(shop.queue->send(kOrderProcessingQueue, "not an event"));

  for (int delivery = 0; delivery < ports::Queue::kMaxReceives; ++delivery) {
    EXPECT_EQ(shop.capture_payment().value(), 1);
    shop.wait(1h);
  }

  EXPECT_EQ(shop.capture_payment().value(), 0);
  EXPECT_EQ(shop.queue->dead_letters(kOrderProcessingQueue, 10)->size(), 1U);
}

TEST_F(CapturePaymentTest, TakesTheMoneyOfManyOrdersInOneRound) {
  for (int i = 0; i < 3; ++i) shop.ordered("Mug");
  ASSERT_TRUE(shop.publish_events());

  EXPECT_EQ(shop.capture_payment().value(), 3);

  EXPECT_EQ(shop.provider_did("captured"), 3);
}

}  // namespace
}  // namespace souk::usecases
