// T2: what becomes of an order, and who finds it when nobody asks.
#include <algorithm>
#include <set>

#include "contract/checkout_ledger_contract.h"

namespace souk::contract {

TEST_P(CheckoutLedgerContract, SellsWhatItHeldWhenTheMoneyIsThere) {
  const Product mug = stocked("Mug", 5);
  const Order opened_order = opened("one", basket({{mug, 2}}));

  const Order order = apply(opened_order, FactKind::authorized);

  EXPECT_EQ(order.state, OrderState::confirmed);
  EXPECT_EQ(order.payment_state, PaymentState::authorized);
  EXPECT_EQ(order.reservations[0].state, HoldState::committed);
  EXPECT_EQ(stock(mug).on_hand, 3);
  EXPECT_EQ(stock(mug).reserved, 0);
  EXPECT_EQ(home_->ledger->find(order.id).value(), order);
}

TEST_P(CheckoutLedgerContract, RecordsASaleAmongTheMovementsOfEachItem) {
  const Product mug = stocked("Mug", 5);

  const Order order = confirmed("one", basket({{mug, 2}}));

  const auto movements = home_->inventory->movements(mug.variants[0].stock_item, {}, 10).value();
  ASSERT_EQ(movements.size(), 2u);
  EXPECT_EQ(movements[0].delta, -2);
  EXPECT_EQ(movements[0].reason, MovementReason::sold);
  EXPECT_EQ(movements[0].reference, order.id.text());
}

TEST_P(CheckoutLedgerContract, AnswersTheKeyThatOpenedTheAttemptOnceItIsDecided) {
  const Product mug = stocked("Mug", 5);
  const Order order = opened("one", basket({{mug, 1}}));
  ASSERT_TRUE(std::holds_alternative<ports::OpenedAttempt>(answer("one")));
  EXPECT_EQ(std::get<ports::OpenedAttempt>(answer("one")).order, order.id);

  const Order done = apply(order, FactKind::authorized);

  const auto stored = answer("one");
  ASSERT_TRUE(std::holds_alternative<ports::StoredAnswer>(stored));
  EXPECT_EQ(std::get<ports::StoredAnswer>(stored).answer, home_->encoder->order_placed(done));
}

TEST_P(CheckoutLedgerContract, KeepsEachAttemptsAnswerWithItsOwnKey) {
  const Product mug = stocked("Mug", 5);
  const Basket cart = basket({{mug, 1}});
  apply(opened("one", cart), FactKind::declined);
  const Order paid = apply(opened("two", cart), FactKind::authorized);
  apply(paid, FactKind::captured);

  EXPECT_EQ(std::get<ports::StoredAnswer>(answer("one")).answer.status, 402);
  EXPECT_EQ(std::get<ports::StoredAnswer>(answer("two")).answer, home_->encoder->order_placed(paid))
      << "the first answer stays";
}

TEST_P(CheckoutLedgerContract, RemembersForEverWhichAttemptAKeyOpened) {
  const Product mug = stocked("Mug", 5);
  const Basket cart = basket({{mug, 1}});
  apply(opened("one", cart), FactKind::declined);
  const Order order = apply(opened("two", cart), FactKind::authorized);
  home_->clock.advance(std::chrono::hours{73});
  ASSERT_EQ(home_->answers->forget(home_->clock.now() - std::chrono::hours{72}, 10).value(), 2);

  const auto first = std::get<ports::OpenedAttempt>(answer("one"));
  const auto second = std::get<ports::OpenedAttempt>(answer("two"));

  EXPECT_EQ(first.order, order.id);
  EXPECT_EQ(first.number, 1);
  EXPECT_EQ(second.order, order.id);
  EXPECT_EQ(second.number, 2);
  EXPECT_FALSE(open("one", cart)->first);
  EXPECT_EQ(stock(mug).on_hand, 4);
}

TEST_P(CheckoutLedgerContract, ChangesNothingWhenAFactComesAgain) {
  const Product mug = stocked("Mug", 5);
  const Order order = confirmed("one", basket({{mug, 2}}));
  const auto events = events_of(order).size();

  EXPECT_EQ(apply(order, FactKind::authorized), order);

  EXPECT_EQ(stock(mug).on_hand, 3);
  EXPECT_EQ(events_of(order).size(), events);
}

TEST_P(CheckoutLedgerContract, GivesTheStockBackWhenThePaymentIsDeclined) {
  const Product mug = stocked("Mug", 5);

  const Order order = apply(opened("one", basket({{mug, 2}})), FactKind::declined);

  EXPECT_EQ(order.state, OrderState::pending);
  EXPECT_EQ(order.refusal, ErrorCode::payment_declined);
  EXPECT_EQ(order.current_attempt().refusal, "card_declined");
  EXPECT_EQ(order.reservations[0].state, HoldState::released);
  EXPECT_EQ(stock(mug).reserved, 0);
  EXPECT_EQ(stock(mug).on_hand, 5);
  EXPECT_EQ(home_->ledger->find(order.id).value(), order);
}

TEST_P(CheckoutLedgerContract, KeepsHoldingWhileTheProviderIsSilent) {
  const Product mug = stocked("Mug", 5);
  const Order silent = apply(opened("one", basket({{mug, 2}})), FactKind::unknown);

  EXPECT_TRUE(silent.undecided());
  EXPECT_EQ(stock(mug).reserved, 2);
  EXPECT_TRUE(std::holds_alternative<ports::OpenedAttempt>(answer("one")));

  EXPECT_EQ(apply(silent, FactKind::authorized).state, OrderState::confirmed);
}

TEST_P(CheckoutLedgerContract, SendsAPaymentOfAnotherAmountToReview) {
  const Product mug = stocked("Mug", 5);
  const Order order = opened("one", basket({{mug, 2}}));
  PaymentFact wrong = fact(order, FactKind::authorized);
  wrong.amount = support::eur(1);

  const Order reviewed = home_->ledger->apply(order.id, wrong).value();

  EXPECT_EQ(reviewed.state, OrderState::needs_review);
  EXPECT_TRUE(reviewed.current_attempt().void_due);
  EXPECT_EQ(due(ports::Due::money_to_give_back), std::vector{order.id});
  EXPECT_EQ(stock(mug).reserved, 0);
}

TEST_P(CheckoutLedgerContract, AppendsOneEventForEveryVersionOfAnOrder) {
  const Product mug = stocked("Mug", 5);
  const Basket cart = basket({{mug, 1}});
  apply(apply(opened("one", cart), FactKind::unknown), FactKind::declined);
  const Order order = apply(apply(opened("two", cart), FactKind::authorized), FactKind::captured);

  const auto events = events_of(order);

  ASSERT_EQ(std::ssize(events), order.version);
  ASSERT_EQ(std::ssize(order.history), order.version);
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].aggregate_version, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(events[i].type, order.history[i].event());
    EXPECT_EQ(order.history[i].version, static_cast<std::int64_t>(i) + 1);
  }
}

TEST_P(CheckoutLedgerContract, ExpiresAnUnpaidOrderOnce) {
  const Product mug = stocked("Mug", 5);
  const Basket cart = basket({{mug, 2}});
  const Order order = lapsed("one", cart);

  EXPECT_EQ(stock(mug).reserved, 0);
  EXPECT_EQ(home_->ledger->expire(order.id).value(), order) << "repeating it changes nothing";
  EXPECT_EQ(home_->ledger->find(order.id).value(), order);
}

TEST_P(CheckoutLedgerContract, ExpiresNoOrderWhosePaymentIsUndecidedOrWhoseHoldStillLasts) {
  const Product mug = stocked("Mug", 5);
  const Order order = opened("one", basket({{mug, 2}}));
  home_->clock.advance(std::chrono::minutes{15});
  EXPECT_EQ(home_->ledger->expire(order.id).error().code, ErrorCode::invalid_state);

  const Order later = apply(opened("two", basket({{mug, 1}})), FactKind::declined);
  EXPECT_EQ(home_->ledger->expire(later.id).error().code, ErrorCode::invalid_state);
}

TEST_P(CheckoutLedgerContract, ReturnsAConfirmedOrderThatIsToldToExpireUnchanged) {
  const Product mug = stocked("Mug", 5);
  const Order order = confirmed("one", basket({{mug, 2}}));
  home_->clock.advance(std::chrono::minutes{20});

  EXPECT_EQ(home_->ledger->expire(order.id).value(), order);
  EXPECT_EQ(stock(mug).on_hand, 3);
}

TEST_P(CheckoutLedgerContract, TakesTheStockAgainForMoneyThatCameAfterTheEnd) {
  const Product mug = stocked("Mug", 2);
  const Order order = lapsed("one", basket({{mug, 2}}));

  const Order paid = apply(order, FactKind::authorized);

  EXPECT_EQ(paid.state, OrderState::confirmed);
  EXPECT_EQ(paid.reservations[0].state, HoldState::committed);
  EXPECT_EQ(stock(mug).on_hand, 0);
  EXPECT_EQ(stock(mug).reserved, 0);
}

TEST_P(CheckoutLedgerContract, GivesLateMoneyBackWhenTheStockIsGone) {
  const Product mug = stocked("Mug", 2);
  const Order order = lapsed("one", basket({{mug, 2}}));
  opened("two", basket({{mug, 1}}));

  const Order late = apply(order, FactKind::authorized);

  EXPECT_EQ(late.state, OrderState::expired);
  EXPECT_EQ(late.refusal, ErrorCode::out_of_stock);
  EXPECT_TRUE(late.current_attempt().void_due);
  EXPECT_EQ(due(ports::Due::money_to_give_back), std::vector{order.id});
  EXPECT_EQ(stock(mug).on_hand, 2);
  EXPECT_EQ(stock(mug).reserved, 1);

  apply(late, FactKind::voided);
  EXPECT_TRUE(due(ports::Due::money_to_give_back).empty());
}

TEST_P(CheckoutLedgerContract, GivesLateMoneyBackWhenTheCartHasBeenOrderedAnew) {
  const Product mug = stocked("Mug", 9);
  const Basket cart = basket({{mug, 2}});
  const Order order = lapsed("one", cart);
  confirmed("two", cart);

  const Order late = apply(order, FactKind::authorized);

  EXPECT_EQ(late.state, OrderState::expired);
  EXPECT_TRUE(late.current_attempt().void_due);
  EXPECT_EQ(stock(mug).on_hand, 7);
}

TEST_P(CheckoutLedgerContract, ListsUndecidedAttemptsOldestFirst) {
  const Product mug = stocked("Mug", 9);
  const Order oldest = opened("one", basket({{mug, 1}}));
  home_->clock.advance(std::chrono::seconds{10});
  const Order older = apply(opened("two", basket({{mug, 1}})), FactKind::unknown);
  const Order decided = confirmed("three", basket({{mug, 1}}));
  const Instant then = home_->clock.now();
  home_->clock.advance(std::chrono::seconds{10});
  const Order young = opened("now", basket({{mug, 1}}));

  const auto by_then = home_->ledger->due(ports::Due::undecided_payment, then, {}, 10).value();

  ASSERT_EQ(by_then.size(), 2u);
  EXPECT_EQ(by_then[0].order, oldest.id);
  EXPECT_EQ(by_then[1].order, older.id);
  EXPECT_EQ(due(ports::Due::undecided_payment, 1), (std::vector{oldest.id, older.id, young.id}));
  apply(oldest, FactKind::authorized);
  EXPECT_EQ(due(ports::Due::undecided_payment), (std::vector{older.id, young.id}));
}

TEST_P(CheckoutLedgerContract, ListsLapsedHoldsOldestFirst) {
  const Product mug = stocked("Mug", 9);
  const Order first = opened("one", basket({{mug, 1}}));
  home_->clock.advance(std::chrono::minutes{1});
  const Order second = apply(opened("two", basket({{mug, 1}})), FactKind::declined);
  confirmed("three", basket({{mug, 1}}));
  EXPECT_TRUE(due(ports::Due::lapsed_hold).empty());

  home_->clock.advance(std::chrono::minutes{14});
  EXPECT_EQ(due(ports::Due::lapsed_hold), std::vector{first.id});
  home_->clock.advance(std::chrono::minutes{1});
  EXPECT_EQ(due(ports::Due::lapsed_hold, 1), (std::vector{first.id, second.id}));
}

TEST_P(CheckoutLedgerContract, ListsConfirmedOrdersUntilTheirMoneyIsTaken) {
  const Product mug = stocked("Mug", 9);
  opened("undecided", basket({{mug, 1}}));
  const Order first = confirmed("one", basket({{mug, 1}}));
  home_->clock.advance(std::chrono::seconds{1});
  const Order second = confirmed("two", basket({{mug, 1}}));
  EXPECT_EQ(due(ports::Due::capture), (std::vector{first.id, second.id}));

  apply(first, FactKind::captured);
  EXPECT_EQ(due(ports::Due::capture), std::vector{second.id});
  apply(second, FactKind::capture_failed);
  EXPECT_TRUE(due(ports::Due::capture).empty()) << "a person looks at it";
}

TEST_P(CheckoutLedgerContract, HidesNothingBehindAHundredAndFiftyThatStayDue) {
  const Product mug = stocked("Mug", 500);
  std::set<OrderId> stuck;  // all of one millisecond
  for (int i = 0; i < 150; ++i) stuck.insert(opened("stuck " + std::to_string(i), basket({{mug, 1}})).id);
  home_->clock.advance(std::chrono::seconds{1});
  const Order last = opened("last", basket({{mug, 1}}));

  const auto found = due(ports::Due::undecided_payment, 40);

  ASSERT_EQ(found.size(), 151u);
  EXPECT_EQ(found.back(), last.id);
  EXPECT_EQ(std::set<OrderId>(found.begin(), found.end() - 1), stuck);
}

TEST_P(CheckoutLedgerContract, PagesThroughOrdersNewestFirst) {
  const Product mug = stocked("Mug", 9);
  std::vector<OrderId> ids;
  for (const char* const key : {"one", "two", "three"}) {
    home_->clock.advance(std::chrono::milliseconds{1});
    ids.push_back(opened(key, basket({{mug, 1}})).id);
  }
  const auto ids_of = [](const std::vector<Order>& orders) {
    std::vector<OrderId> found;
    for (const Order& order : orders) found.push_back(order.id);
    return found;
  };

  EXPECT_EQ(ids_of(home_->ledger->newest({}, 2).value()), (std::vector{ids[2], ids[1]}));
  EXPECT_EQ(ids_of(home_->ledger->newest(ids[1], 2).value()), std::vector{ids[0]});
}

}  // namespace souk::contract
