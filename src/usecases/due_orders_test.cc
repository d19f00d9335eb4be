#include "usecases/due_orders.h"

#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "support/shop.h"

namespace souk::usecases {
namespace {

using namespace std::chrono_literals;
using support::Shop;

class DueOrdersTest : public testing::Test {
 protected:
  DueOrdersTest() { shop.with_stock("Mug", 500); }

  /// Orders whose payment waits for its shopper, a second apart.
  std::vector<OrderId> waiting(int count) {
    std::vector<OrderId> orders;
    for (int i = 0; i < count; ++i) {
      orders.push_back(shop.place_order(shop.cart_with("Mug"), {.token = "tok_requires_action"}).value().id);
      shop.wait(1s);
    }
    return orders;
  }

  Shop shop;
  DueOrders undecided{shop.ledger, shop.clock, ports::Due::undecided_payment};
};

TEST_F(DueOrdersTest, GoesOnWhereTheLastRoundRanOutOfTime) {
  const auto orders = waiting(5);
  const Instant until = shop.clock.now();
  std::vector<OrderId> tried;
  const auto hang = [&](const OrderId& order) -> Result<bool> {
    tried.push_back(order);
    shop.wait(25s);
    return false;
  };

  EXPECT_EQ(undecided.round(until, hang)->found, 3);
  EXPECT_EQ(tried, (std::vector{orders[0], orders[1], orders[2]}));
  tried.clear();
  EXPECT_EQ(undecided.round(until, hang)->found, 3);
  EXPECT_EQ(tried, (std::vector{orders[3], orders[4], orders[0]}));
}

TEST_F(DueOrdersTest, TriesEachOrderOnceARound) {
  const auto orders = waiting(4);
  bool hangs = true;
  std::vector<OrderId> tried;
  const auto settle = [&](const OrderId& order) -> Result<bool> {
    tried.push_back(order);
    if (hangs) shop.wait(31s);
    return false;
  };
  const Instant until = shop.clock.now();
  ASSERT_EQ(undecided.round(until, settle)->found, 2);
  hangs = false;
  tried.clear();

  EXPECT_EQ(undecided.round(until, settle)->found, 4);

  EXPECT_EQ(tried, (std::vector{orders[2], orders[3], orders[0], orders[1]}));
}

TEST_F(DueOrdersTest, LetsNoOrderThatFailsStandInTheWayOfOthers) {
  const auto orders = waiting(150);
  std::set<OrderId> tried;

  const auto round = undecided.round(shop.clock.now(), [&](const OrderId& order) -> Result<bool> {
    tried.insert(order);
    if (order == orders.back()) return true;
    return fail(ErrorCode::payment_provider_unknown, "gone", "no such provider");
  });

  EXPECT_EQ(tried.size(), 150u);
  EXPECT_EQ(round->found, 150);
  EXPECT_EQ(round->settled, 1);
  EXPECT_EQ(round->failed, 149);
  EXPECT_EQ(round->first_error->cause, orders.front().text() + ": no such provider");
}

}  // namespace
}  // namespace souk::usecases
