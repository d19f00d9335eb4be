#include "usecases/give_money_back.h"

#include <gtest/gtest.h>

#include "support/builders.h"
#include "support/shop.h"

namespace souk::usecases {
namespace {

using namespace std::chrono_literals;
using support::Shop;

constexpr auto kPastTheHold = 31min;  // holds last 15, on a page of the provider 30

class GiveMoneyBackTest : public testing::Test {
 protected:
  GiveMoneyBackTest() { shop.with_stock("Mug", 5); }

  Order placed(const std::string& token = "tok_ok") {
    auto order = shop.place_order(shop.cart_with("Mug"), {.token = token});
    EXPECT_TRUE(order) << order.error().detail;
    return *std::move(order);
  }

  Shop shop;
};

/// Sold out by somebody else while the first buyer's money was on its way.
class PaidTooLateTest : public GiveMoneyBackTest {
 protected:
  PaidTooLateTest() {
    shop.with_stock("Last mug", 1);
    late = *shop.place_order(shop.cart_with("Last mug"), {.token = "tok_requires_action"});
    shop.wait(kPastTheHold);
    EXPECT_TRUE(shop.ledger.apply(late.id, fact(late, FactKind::declined)));  // a message that was wrong
    EXPECT_TRUE(shop.ledger.expire(late.id));
    EXPECT_TRUE(shop.place_order(shop.cart_with("Last mug"), {.key = "somebody else"}));
  }

  static PaymentFact fact(const Order& order, FactKind kind) {
    PaymentFact fact;
    fact.kind = kind;
    fact.order = order.id;
    fact.attempt = order.current_attempt().id;
    fact.amount = order.current_attempt().amount;
    return fact;
  }

  Order late;
};

TEST_F(PaidTooLateTest, IsNotConfirmedAndTheMoneyGoesBack) {
  const auto order = shop.ledger.apply(late.id, fact(late, FactKind::authorized));
  ASSERT_TRUE(order);
  EXPECT_EQ(order->state, OrderState::expired);

  EXPECT_EQ(shop.give_money_back().value().settled, 1);

  EXPECT_EQ(shop.provider_did("voided"), 1);
  EXPECT_EQ(shop.stock("Last mug").on_hand, 0);
}

TEST_F(PaidTooLateTest, IsTriedAgainUntilTheProviderConfirms) {
  ASSERT_TRUE(shop.ledger.apply(late.id, fact(late, FactKind::authorized)));
  shop.gateway.lose_requests(1);

  EXPECT_EQ(shop.give_money_back().value().settled, 0);
  EXPECT_EQ(shop.give_money_back().value().settled, 1);

  EXPECT_EQ(shop.provider_did("voided"), 1);
  EXPECT_EQ(shop.give_money_back().value().settled, 0);
}

TEST_F(GiveMoneyBackTest, RefundsOnceWhatWasTakenForAnOrderThatIsOver) {
  const Order undecided = placed("tok_timeout_after_success");
  ASSERT_EQ(shop.test_gateway.capture(undecided, undecided.current_attempt()).kind, FactKind::captured);
  shop.gateway.answer_with(support::eur(1));  // the answer about another amount than was asked for
  shop.wait(31s);
  ASSERT_TRUE(shop.reconcile());
  ASSERT_EQ(shop.order(undecided.id).refusal, ErrorCode::payment_mismatch);

  shop.gateway.lose_answers(1);
  EXPECT_EQ(shop.give_money_back().value().settled, 0);
  EXPECT_EQ(shop.give_money_back().value().settled, 1);

  EXPECT_EQ(shop.provider_did("refunded"), 1);
}

}  // namespace
}  // namespace souk::usecases
