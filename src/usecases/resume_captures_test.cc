#include "usecases/resume_captures.h"

#include <gtest/gtest.h>

#include "support/shop.h"

namespace souk::usecases {
namespace {

using namespace std::chrono_literals;
using support::Shop;

class ResumeCapturesTest : public testing::Test {
 protected:
  ResumeCapturesTest() { shop.with_stock("Mug", 5); }

  Shop shop;
};

TEST_F(ResumeCapturesTest, TakesTheMoneyOfAnOrderWhoseMessageIsGone) {
  const Order order = shop.ordered("Mug");
  shop.wait(30min);

  EXPECT_EQ(shop.resume_captures()->settled, 1);

  EXPECT_EQ(shop.order(order.id).payment_state, PaymentState::paid);
  EXPECT_EQ(shop.provider_did("captured"), 1);
  EXPECT_EQ(shop.resume_captures()->found, 0);
}

TEST_F(ResumeCapturesTest, LeavesAYoungOrderToItsMessage) {
  shop.ordered("Mug");
  shop.wait(29min);

  EXPECT_EQ(shop.resume_captures()->found, 0);
}

TEST_F(ResumeCapturesTest, KeepsTryingForAsLongAsTheProviderIsAway) {
  const Order order = shop.ordered("Mug");
  shop.gateway.lose_requests(3);

  for (int round = 0; round < 3; ++round) {
    shop.wait(24h);
    EXPECT_EQ(shop.resume_captures()->failed, 1);
  }

  EXPECT_EQ(shop.resume_captures()->settled, 1);
  EXPECT_EQ(shop.order(order.id).payment_state, PaymentState::paid);
}

TEST_F(ResumeCapturesTest, AsksNoMoreOnceTheProviderHasRefused) {
  const Order order = shop.ordered("Mug");
  shop.test_gateway.void_authorization(order, order.current_attempt());
  shop.wait(30min);

  shop.resume_captures().value();

  EXPECT_EQ(shop.order(order.id).state, OrderState::needs_review);
  EXPECT_EQ(shop.resume_captures()->found, 0);
}

}  // namespace
}  // namespace souk::usecases
