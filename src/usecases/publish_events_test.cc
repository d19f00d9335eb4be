#include "usecases/publish_events.h"

#include <gtest/gtest.h>

#include "support/shop.h"
#include "usecases/drop_expired_carts.h"
#include "usecases/forget_answers.h"

namespace souk::usecases {
namespace {

using support::Shop;

TEST(PublishEvents, LeavesNothingInTheOutbox) {
  Shop shop;
  shop.with("Mug");
  for (int i = 0; i < 3; ++i) shop.ordered("Mug");

  EXPECT_GT(shop.publish_events().value(), 0);

  EXPECT_TRUE(shop.outbox->unpublished(10)->empty());
  EXPECT_EQ(shop.publish_events().value(), 0);
  EXPECT_EQ(shop.queue->receive(kOrderProcessingQueue, 10, kCaptureVisibility)->size(), 3U);
}

TEST(DropExpiredCarts, DropsCartsThatNobodyCameBackTo) {
  Shop shop;
  shop.with("Mug");
  const DropExpiredCarts drop{*shop.carts, shop.clock};
  shop.cart_with("Mug");
  shop.wait(std::chrono::days{20});
  const CartId young = shop.cart_with("Mug");
  shop.wait(std::chrono::days{11});

  EXPECT_EQ(drop().value(), 1);

  EXPECT_TRUE(shop.carts->find(young));
  EXPECT_EQ(drop().value(), 0);
}

TEST(ForgetAnswers, ForgetsAfterThreeDaysButMakesNoSecondOrder) {
  Shop shop;
  shop.with("Mug");
  const ForgetAnswers forget{*shop.answers, shop.clock};
  const CartId cart = shop.cart_with("Mug");
  const auto first = shop.place_order(cart);
  ASSERT_TRUE(first);
  shop.wait(std::chrono::hours{71});
  EXPECT_EQ(forget().value(), 0);
  shop.wait(std::chrono::hours{2});

  EXPECT_EQ(forget().value(), 1);

  const auto repeated = shop.place_order(cart);
  ASSERT_TRUE(repeated);
  EXPECT_EQ(repeated->id, first->id);
}

}  // namespace
}  // namespace souk::usecases
