#include "usecases/forget_events.h"

#include <gtest/gtest.h>

#include "support/shop.h"

namespace souk::usecases {
namespace {

using namespace std::chrono_literals;
using support::Shop;

class ForgetEventsTest : public testing::Test {
 protected:
  ForgetEventsTest() { shop.with_stock("Mug", 5); }

  Shop shop;
  ForgetEvents forget{*shop.outbox, *shop.queue, shop.clock};
};

TEST_F(ForgetEventsTest, DropsWhatLeftAMonthAgoAndKeepsTheOrdersHistory) {
  const Order old = shop.ordered("Mug");
  ASSERT_EQ(shop.publish_events().value(), 2);
  shop.wait(std::chrono::days{29});
  ASSERT_TRUE(shop.place_order(shop.cart_with("Mug"), {.key = "the second"}));
  ASSERT_EQ(shop.publish_events().value(), 2);
  EXPECT_EQ(forget().value(), 0);

  shop.wait(std::chrono::days{2});

  EXPECT_EQ(forget().value(), 2);
  EXPECT_EQ(forget().value(), 0);
  EXPECT_EQ(shop.order(old.id).history.size(), 2u);
}

TEST_F(ForgetEventsTest, KeepsWhatHasNotLeftHoweverOldItIs) {
  shop.ordered("Mug");
  shop.wait(std::chrono::days{90});

  EXPECT_EQ(forget().value(), 0);

  EXPECT_EQ(shop.publish_events().value(), 2);
  EXPECT_EQ(shop.capture_payment().value(), 1);
}

TEST_F(ForgetEventsTest, DropsMessagesThatNobodyCouldReadAfterTwoWeeks) {
  ASSERT_TRUE(shop.queue->send(kOrderProcessingQueue, "not an event"));
  for (int delivery = 0; delivery <= ports::Queue::kMaxReceives; ++delivery) {
    ASSERT_TRUE(shop.capture_payment());
    shop.wait(1h);
  }
  ASSERT_EQ(shop.queue->dead_letters(kOrderProcessingQueue, 10)->size(), 1u);
  shop.wait(std::chrono::days{13});
  EXPECT_EQ(forget().value(), 0);

  shop.wait(std::chrono::days{1});

  EXPECT_EQ(forget().value(), 1);
}

}  // namespace
}  // namespace souk::usecases
