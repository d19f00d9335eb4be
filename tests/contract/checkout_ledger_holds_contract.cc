// How much one client may hold.
#include <algorithm>

#include "contract/checkout_ledger_contract.h"
#include "support/at_once.h"

namespace souk::contract {

using support::at_once;

TEST_P(CheckoutLedgerContract, LetsOneClientHoldAStockItemFiveTimes) {
  const Product mug = stocked("Mug", 50);
  const Product bowl = stocked("Bowl", 50);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(open_by("eve", "mug " + std::to_string(i), basket({{mug, 1}})));

  const auto sixth = open_by("eve", "sixth", basket({{mug, 1}, {bowl, 1}}));

  ASSERT_FALSE(sixth);
  EXPECT_EQ(sixth.error().code, ErrorCode::too_many_holds);
  EXPECT_EQ(stock(mug).reserved, 5);
  EXPECT_EQ(stock(bowl).reserved, 0);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(answer("sixth"))) << "the same key may be tried again";
  EXPECT_TRUE(open_by("eve", "bowl", basket({{bowl, 1}}))) << "another item";
  EXPECT_TRUE(open_by("ada", "ada's", basket({{mug, 1}}))) << "another client";
  EXPECT_TRUE(open("nobody's", basket({{mug, 1}}))) << "who is not limited";
}

TEST_P(CheckoutLedgerContract, CountsAHoldForAsLongAsItLasts) {
  const Product mug = stocked("Mug", 50);
  std::vector<Order> orders;
  for (int i = 0; i < 5; ++i) orders.push_back(open_by("eve", "mug " + std::to_string(i), basket({{mug, 1}})).value().order);
  const Basket next = basket({{mug, 1}});
  const auto is_full = [&](const std::string& key) { return !open_by("eve", key, next); };
  ASSERT_TRUE(is_full("one"));

  EXPECT_EQ(apply(orders[0], FactKind::authorized).client, "");
  EXPECT_FALSE(is_full("bought")) << "what is bought keeps nothing from others";

  const Basket declined = basket({{mug, 1}});
  ASSERT_FALSE(open_by("eve", "full again", declined));
  EXPECT_EQ(apply(orders[1], FactKind::declined).client, "");
  EXPECT_TRUE(open_by("eve", "after a decline", declined));

  home_->clock.advance(std::chrono::minutes{15});
  apply(orders[2], FactKind::voided);
  ASSERT_TRUE(home_->ledger->expire(orders[2].id));
  EXPECT_TRUE(open_by("eve", "after an end", basket({{mug, 1}})));
}

TEST_P(CheckoutLedgerContract, HoldsAgainForAClientWhoseCardWasDeclined) {
  const Product mug = stocked("Mug", 50);
  const Basket cart = basket({{mug, 1}});
  apply(open_by("eve", "first try", cart).value().order, FactKind::declined);

  const Order again = open_by("eve", "second try", cart).value().order;

  EXPECT_EQ(again.client, "eve");
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(open_by("eve", "mug " + std::to_string(i), basket({{mug, 1}})));
  EXPECT_FALSE(open_by("eve", "sixth", basket({{mug, 1}}))) << "the second try counts";
}

TEST_P(CheckoutLedgerContract, LetsOneClientHoldAsManyOrdersAsTheShopAllows) {
  limit_holds({.per_client = 3, .per_client_and_item = 100});
  const Product mug = stocked("Mug", 50);
  const Product card = product("Gift card", StockPolicy::untracked, 0);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(open_by("eve", "mug " + std::to_string(i), basket({{mug, 1}})));

  EXPECT_EQ(open_by("eve", "fourth", basket({{mug, 1}})).error().code, ErrorCode::too_many_holds);
  EXPECT_TRUE(open_by("eve", "a card", basket({{card, 1}}))) << "there is no end of these";
}

TEST_P(CheckoutLedgerContract, LetsOneClientHoldNoMoreWhenTenCheckoutsComeAtOnce) {
  limit_holds({.per_client = 3, .per_client_and_item = 100});
  const Product mug = stocked("Mug", 50);
  std::vector<Basket> carts;
  for (int i = 0; i < 10; ++i) carts.push_back(basket({{mug, 1}}));

  const auto outcomes = at_once(10, [&](int i) { return open_by("eve", "twin " + std::to_string(i), carts.at(i)); });

  EXPECT_LE(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 3);
  for (const auto& outcome : outcomes) {
    if (outcome) continue;
    const ErrorCode code = outcome.error().code;
    EXPECT_TRUE(code == ErrorCode::too_many_holds || code == ErrorCode::unavailable) << outcome.error().cause;
  }
  EXPECT_LE(stock(mug).reserved, 3);
}

}  // namespace souk::contract
