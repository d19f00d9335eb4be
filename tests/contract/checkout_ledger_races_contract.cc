// The same promises with everyone at once.
#include <algorithm>
#include <set>

#include "contract/checkout_ledger_contract.h"
#include "support/at_once.h"

namespace souk::contract {

using support::at_once;

TEST_P(CheckoutLedgerContract, SellsExactlyWhatIsThereToFiftyBuyersAtOnce) {
  constexpr int kBuyers = 50;
  constexpr int kUnits = 20;
  const Product mug = stocked("Mug", kUnits);
  std::vector<Basket> carts;
  for (int i = 0; i < kBuyers; ++i) carts.push_back(basket({{mug, 1}}));

  const auto outcomes = at_once(kBuyers, [&](int i) -> Result<Order> {
    TRY(const ports::Opened opened, open("buyer " + std::to_string(i), carts[static_cast<std::size_t>(i)]));
    return home_->ledger->apply(opened.order.id, fact(opened.order, FactKind::authorized));
  });

  const auto sold =
      std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome && outcome->state == OrderState::confirmed; });
  EXPECT_EQ(sold, kUnits);
  std::set<std::string> numbers;
  for (const auto& outcome : outcomes) {
    if (outcome) {
      EXPECT_TRUE(numbers.insert(outcome->number).second) << outcome->number << " was given twice";
    } else {
      EXPECT_EQ(outcome.error().code, ErrorCode::out_of_stock) << outcome.error().detail;
    }
  }
  EXPECT_EQ(stock(mug).on_hand, 0);
  EXPECT_EQ(stock(mug).reserved, 0);
}

TEST_P(CheckoutLedgerContract, MakesOneOrderOfOneKeySentTenTimesAtOnce) {
  const Product mug = stocked("Mug", 20);
  const Basket cart = basket({{mug, 1}});

  const auto outcomes = at_once(10, [&](int) { return open("one", cart); });

  ASSERT_TRUE(std::ranges::all_of(outcomes, [](const auto& outcome) { return outcome.has_value(); }));
  EXPECT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome->first; }), 1);
  for (const auto& outcome : outcomes) EXPECT_EQ(outcome->order.id, outcomes[0]->order.id);
  EXPECT_EQ(stock(mug).reserved, 1);
}

TEST_P(CheckoutLedgerContract, MakesOneOrderOfOneCartUnderTenKeysAtOnce) {
  const Product mug = stocked("Mug", 20);
  const Basket cart = basket({{mug, 1}});

  const auto outcomes = at_once(10, [&](int i) { return open("twin " + std::to_string(i), cart); });

  EXPECT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
  for (const auto& outcome : outcomes) {
    if (!outcome) {
      EXPECT_EQ(outcome.error().code, ErrorCode::cart_already_ordered);
    }
  }
  EXPECT_EQ(stock(mug).reserved, 1);
}

TEST_P(CheckoutLedgerContract, ReopensADeclinedOrderForOneOfTenTwins) {
  const Product mug = stocked("Mug", 20);
  const Basket cart = basket({{mug, 1}});
  apply(opened("one", cart), FactKind::declined);

  const auto outcomes = at_once(10, [&](int i) { return open("twin " + std::to_string(i), cart); });

  EXPECT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
  EXPECT_EQ(stock(mug).reserved, 1);
}

TEST_P(CheckoutLedgerContract, AppliesAFactOnceWhenThreePathsBringItAtOnce) {
  const Product mug = stocked("Mug", 5);
  const Order order = opened("one", basket({{mug, 2}}));

  const auto outcomes = at_once(3, [&](int) { return home_->ledger->apply(order.id, fact(order, FactKind::authorized)); });

  for (const auto& outcome : outcomes) {
    ASSERT_TRUE(outcome.has_value()) << outcome.error().detail;
    EXPECT_EQ(outcome->state, OrderState::confirmed);
    EXPECT_EQ(outcome->version, 2);
  }
  EXPECT_EQ(stock(mug).on_hand, 3);
  EXPECT_EQ(events_of(order).size(), 2u);
}

TEST_P(CheckoutLedgerContract, SellsOrReleasesOnceWhenTheEndRacesTheMoney) {
  const Product mug = stocked("Mug", 20);
  for (int round = 0; round < 10; ++round) {
    const Order declined = apply(opened("round " + std::to_string(round), basket({{mug, 1}})), FactKind::declined);
    home_->clock.advance(std::chrono::minutes{15});
    const auto before = stock(mug).on_hand;

    const auto outcomes = at_once(2, [&](int i) {
      return i == 0 ? home_->ledger->expire(declined.id)
                    : home_->ledger->apply(declined.id, fact(declined, FactKind::authorized));
    });

    for (const auto& outcome : outcomes) ASSERT_TRUE(outcome.has_value()) << outcome.error().detail;
    EXPECT_EQ(home_->ledger->find(declined.id).value().state, OrderState::confirmed)
        << "the stock was free, so the money wins either way";
    EXPECT_EQ(stock(mug).on_hand, before - 1);
    EXPECT_EQ(stock(mug).reserved, 0);
  }
}

TEST_P(CheckoutLedgerContract, DecidesOnceBetweenAYesAndANo) {
  const Product mug = stocked("Mug", 20);
  for (int round = 0; round < 10; ++round) {
    const Order order = opened("round " + std::to_string(round), basket({{mug, 1}}));
    const auto before = stock(mug).on_hand;

    at_once(2, [&](int i) {
      return home_->ledger->apply(order.id, fact(order, i == 0 ? FactKind::authorized : FactKind::declined));
    });

    const Order after = home_->ledger->find(order.id).value();
    EXPECT_EQ(after.state, OrderState::confirmed) << "a success counts before and after a decline";
    EXPECT_EQ(stock(mug).on_hand, before - 1);
    EXPECT_EQ(stock(mug).reserved, 0);
    EXPECT_EQ(std::ssize(events_of(after)), after.version);
  }
}

}  // namespace souk::contract
