#include <algorithm>

#include "contract/checkout_ledger_contract.h"
#include "support/at_once.h"

namespace souk::contract {

using support::a_checkout;
using support::a_key;
using support::a_quote;

namespace {

std::vector<OrderId> ids_of(const std::vector<Order>& orders) {
  std::vector<OrderId> ids;
  for (const Order& order : orders) ids.push_back(order.id);
  return ids;
}

/// That consecutive versions have one line of history and one event each.
void expect_whole(const Order& order, const std::vector<ports::Event>& events) {
  ASSERT_EQ(order.history.size(), static_cast<std::size_t>(order.version));
  EXPECT_EQ(events.size(), order.history.size());
  EXPECT_EQ(events.back().type, order.history.back().event());
}

}  // namespace

TEST_P(CheckoutLedgerContract, ListsACustomersOwnOrdersNewestFirst) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Product mug = stocked("Mug", 10);
  std::vector<OrderId> own;
  for (const char* const key : {"one", "two", "three"}) {
    home_->clock.advance(std::chrono::milliseconds{1});
    const Basket bought = basket({{mug, 1}});
    Checkout checkout = a_checkout(bought.cart);
    checkout.customer = ada;
    const Order order = home_->ledger->open(a_key(key), checkout, a_quote(bought.cart, bought.pieces)).value().order;
    EXPECT_EQ(order.customer, ada);
    own.insert(own.begin(), order.id);
    opened(std::string("a guest's ") + key, basket({{mug, 1}}));
  }

  EXPECT_EQ(ids_of(home_->ledger->of_customer(ada, std::nullopt, 10).value()), own);
  EXPECT_EQ(ids_of(home_->ledger->of_customer(ada, own[0], 1).value()), std::vector{own[1]});
  EXPECT_TRUE(home_->ledger->of_customer(home_->ids.fresh<CustomerId>(), std::nullopt, 10)->empty());
}

TEST_P(CheckoutLedgerContract, GivesAGuestsOrdersToWhoProvedTheAddress) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Product mug = stocked("Mug", 10);
  const Order first = confirmed("one", basket({{mug, 1}}));
  home_->clock.advance(std::chrono::milliseconds{1});
  const Order second = opened("two", basket({{mug, 1}}));
  std::string shouted = first.email;
  std::ranges::transform(shouted, shouted.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });

  EXPECT_EQ(home_->ledger->claim("somebody.else@example.com", ada, 10), 0);
  EXPECT_EQ(home_->ledger->claim(shouted, ada, 10), 2);
  EXPECT_EQ(home_->ledger->claim(first.email, ada, 10), 0) << "once";

  EXPECT_EQ(ids_of(home_->ledger->of_customer(ada, std::nullopt, 10).value()), (std::vector{second.id, first.id}));
  const Order claimed = home_->ledger->find(first.id).value();
  EXPECT_EQ(claimed.customer, ada);
  EXPECT_EQ(claimed.history.back().what, "claimed");
  expect_whole(claimed, events_of(claimed));
  EXPECT_EQ(apply(claimed, FactKind::captured).payment_state, PaymentState::paid) << "and goes on as before";
}

TEST_P(CheckoutLedgerContract, GivesNobodysOrdersToAnother) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Order order = confirmed("one", basket({{stocked("Mug", 10), 1}}));
  ASSERT_EQ(home_->ledger->claim(order.email, ada, 10), 1);

  EXPECT_EQ(home_->ledger->claim(order.email, home_->ids.fresh<CustomerId>(), 10), 0);

  EXPECT_EQ(home_->ledger->find(order.id)->customer, ada);
}

TEST_P(CheckoutLedgerContract, ForgetsTheCustomerOfAnOrderThatHasEnded) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Order order = lapsed("one", basket({{stocked("Mug", 10), 1}}));
  ASSERT_EQ(home_->ledger->claim(order.email, ada, 10), 1);

  EXPECT_EQ(home_->ledger->forget_customer(ada, 10), 1);
  EXPECT_EQ(home_->ledger->forget_customer(ada, 10), 0);

  const Order left = home_->ledger->find(order.id).value();
  EXPECT_EQ(left.customer, std::nullopt);
  EXPECT_EQ(left.email, "");
  EXPECT_EQ(left.shipping_address.name, "");
  EXPECT_EQ(left.shipping_address.line1, "");
  EXPECT_EQ(left.shipping_address.country, order.shipping_address.country) << "the tax needs it";
  EXPECT_EQ(left.quote, order.quote) << "the books stay";
  EXPECT_EQ(left.history.back().what, "erased");
  expect_whole(left, events_of(left));
  EXPECT_TRUE(home_->ledger->of_customer(ada, std::nullopt, 10)->empty());
  EXPECT_EQ(home_->ledger->claim("", ada, 10), 0);
}

TEST_P(CheckoutLedgerContract, KeepsTheAddressOfAnOrderThatMustStillBeShipped) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Order order = confirmed("one", basket({{stocked("Mug", 10), 1}}));
  ASSERT_EQ(home_->ledger->claim(order.email, ada, 10), 1);

  EXPECT_EQ(home_->ledger->forget_customer(ada, 10), 1);

  const Order left = home_->ledger->find(order.id).value();
  EXPECT_EQ(left.customer, std::nullopt);
  EXPECT_EQ(left.shipping_address, order.shipping_address);
  EXPECT_EQ(left.history.back().what, "erasure_asked");
  EXPECT_EQ(home_->ledger->erase_due(home_->clock.now(), 10), 0);
  EXPECT_EQ(home_->ledger->claim(order.email, home_->ids.fresh<CustomerId>(), 10), 0) << "whoever has the address next";
}

TEST_P(CheckoutLedgerContract, ErasesAtTheLatestWhenItsTimeHasCome) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Order order = apply(confirmed("one", basket({{stocked("Mug", 10), 1}})), FactKind::captured);
  ASSERT_EQ(home_->ledger->claim(order.email, ada, 10), 1);
  ASSERT_EQ(home_->ledger->forget_customer(ada, 10), 1);

  home_->clock.advance(kLongestErasure - std::chrono::milliseconds{1});
  EXPECT_EQ(home_->ledger->erase_due(home_->clock.now(), 10), 0);
  home_->clock.advance(std::chrono::milliseconds{1});
  EXPECT_EQ(home_->ledger->erase_due(home_->clock.now(), 10), 1);
  EXPECT_EQ(home_->ledger->erase_due(home_->clock.now(), 10), 0);

  EXPECT_EQ(home_->ledger->find(order.id)->email, "");
}

TEST_P(CheckoutLedgerContract, ClaimsAnOrderOnceWhilePaymentsComeIn) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Order order = confirmed("one", basket({{stocked("Mug", 10), 1}}));

  const auto outcomes = support::at_once(4, [&](int i) -> std::int64_t {
    if (i == 0) return home_->ledger->apply(order.id, fact(order, FactKind::captured)).has_value() ? 0 : -100;
    const auto claimed = home_->ledger->claim(order.email, ada, 10);
    return claimed.value_or(0);
  });

  EXPECT_EQ(std::ranges::count(outcomes, 1), 1);
  const Order left = home_->ledger->find(order.id).value();
  EXPECT_EQ(left.customer, ada);
  EXPECT_EQ(left.payment_state, PaymentState::paid);
  expect_whole(left, events_of(left));
}

}  // namespace souk::contract
