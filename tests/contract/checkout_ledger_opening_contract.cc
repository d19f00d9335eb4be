// T1: opening an order.
#include "contract/checkout_ledger_contract.h"
#include "support/plain_answers.h"

namespace souk::contract {

using support::a_checkout;
using support::a_key;
using support::a_quote;
using support::Piece;

TEST_P(CheckoutLedgerContract, OpensAPendingOrderThatHoldsItsStock) {
  const Product mug = stocked("Mug", 5);
  const Basket cart = basket({{mug, 2}});

  const Order order = opened("one", cart);

  EXPECT_EQ(order.state, OrderState::pending);
  EXPECT_EQ(order.version, 1);
  EXPECT_EQ(order.cart, cart.cart.id);
  EXPECT_EQ(order.total(), support::eur(3998));
  EXPECT_EQ(order.hold_expires_at, home_->clock.now() + std::chrono::minutes{15});
  ASSERT_EQ(order.attempts.size(), 1u);
  EXPECT_EQ(order.current_attempt().state, AttemptState::open);
  ASSERT_EQ(order.reservations.size(), 1u);
  EXPECT_EQ(order.reservations[0], (Reservation{mug.variants[0].stock_item, 2, HoldState::held}));
  EXPECT_EQ(stock(mug).reserved, 2);
  EXPECT_EQ(stock(mug).on_hand, 5);
}

TEST_P(CheckoutLedgerContract, FindsAnOrderExactlyAsItWasOpened) {
  const Product mug = stocked("Mug", 5);
  const Product bowl = product("Bowl", StockPolicy::untracked, 0);

  const Order order = opened("one", basket({{mug, 2}, {bowl, 1}}));

  EXPECT_EQ(home_->ledger->find(order.id).value(), order);
  EXPECT_EQ(home_->ledger->find_by_number(order.number).value(), order);
}

TEST_P(CheckoutLedgerContract, KnowsNoOrderThatWasNotOpened) {
  EXPECT_EQ(home_->ledger->find(home_->ids.fresh<OrderId>()).error().code, ErrorCode::not_found);
  EXPECT_EQ(home_->ledger->find_by_number("S1").error().code, ErrorCode::not_found);
  EXPECT_EQ(home_->ledger->apply(home_->ids.fresh<OrderId>(), {}).error().code, ErrorCode::not_found);
  EXPECT_EQ(home_->ledger->expire(home_->ids.fresh<OrderId>()).error().code, ErrorCode::not_found);
}

TEST_P(CheckoutLedgerContract, OpeningTheSameKeyTwiceKeepsTheFirst) {
  const Product mug = stocked("Mug", 5);
  Basket cart = basket({{mug, 2}});
  const Order first = opened("one", cart);

  cart.cart.lines[0].quantity = 3;
  cart.cart = home_->carts->save({}, cart.cart).value();
  const auto again = open("one", cart);

  ASSERT_TRUE(again.has_value());
  EXPECT_FALSE(again->first);
  EXPECT_EQ(again->order, first);
  EXPECT_EQ(stock(mug).reserved, 2);
  EXPECT_EQ(events_of(first).size(), 1u);
}

TEST_P(CheckoutLedgerContract, RefusesAKeyThatNamedAnotherRequest) {
  const Product mug = stocked("Mug", 5);
  const Basket cart = basket({{mug, 1}});
  opened("one", cart);

  const auto other =
      home_->ledger->open(a_key("one", "somebody", "another request"), a_checkout(cart.cart), a_quote(cart.cart, cart.pieces));

  EXPECT_EQ(other.error().code, ErrorCode::idempotency_key_reused);
  EXPECT_EQ(home_->answers->find(a_key("one", "somebody", "another request")).error().code, ErrorCode::idempotency_key_reused);
}

TEST_P(CheckoutLedgerContract, TakesTheSameKeyOfAnotherPrincipalForAnotherRequest) {
  const Product mug = stocked("Mug", 5);
  const Order first = opened("one", basket({{mug, 1}}));
  const Basket other = basket({{mug, 1}});

  const auto second =
      home_->ledger->open(a_key("one", "somebody else"), a_checkout(other.cart), a_quote(other.cart, other.pieces));

  ASSERT_TRUE(second.has_value());
  EXPECT_TRUE(second->first);
  EXPECT_NE(second->order.id, first.id);
}

TEST_P(CheckoutLedgerContract, TakesNothingWhenOneOfTheItemsIsShort) {
  const Product mug = stocked("Mug", 5);
  const Product bowl = stocked("Blue bowl", 2);

  const auto refused = open("one", basket({{mug, 1}, {bowl, 3}}));

  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::out_of_stock);
  EXPECT_EQ(refused.error().pointer, "/lines/1");
  EXPECT_EQ(refused.error().detail, "Only 2 of Blue bowl are left");
  EXPECT_EQ(stock(mug).reserved, 0);
  EXPECT_EQ(stock(bowl).reserved, 0);
  EXPECT_TRUE(home_->ledger->newest({}, 10).value().empty());
  EXPECT_TRUE(home_->outbox->unpublished(10).value().empty());
}

TEST_P(CheckoutLedgerContract, SumsWhatSeveralLinesNeedOfOneStockItem) {
  const Product mug = stocked("Mug", 3);
  const Basket cart = basket({{mug, 2}});
  Quote quote = a_quote(cart.cart, cart.pieces);
  PricedLine more = quote.lines[0];
  more.id = home_->ids.fresh<LineId>();
  quote.lines.push_back(more);

  const auto refused = home_->ledger->open(a_key("one"), a_checkout(cart.cart), quote);

  EXPECT_EQ(refused.error().code, ErrorCode::out_of_stock);
  EXPECT_EQ(stock(mug).reserved, 0);
}

TEST_P(CheckoutLedgerContract, StoresARefusalAsTheAnswerToItsKey) {
  const Product mug = stocked("Mug", 1);
  const Basket cart = basket({{mug, 2}});

  const auto refused = open("one", cart);

  const auto stored = answer("one");
  ASSERT_TRUE(std::holds_alternative<ports::StoredAnswer>(stored));
  EXPECT_EQ(std::get<ports::StoredAnswer>(stored).answer, support::PlainAnswers().refused(refused.error()));
  const auto again = open("one", cart);
  EXPECT_EQ(again.error().code, ErrorCode::request_in_progress) << "the edge finds the stored answer, then";
}

TEST_P(CheckoutLedgerContract, StoresNoAnswerWhenTheCartMovedOn) {
  const Product mug = stocked("Mug", 5);
  Basket cart = basket({{mug, 1}});
  home_->carts->save({}, cart.cart).value();

  EXPECT_EQ(open("one", cart).error().code, ErrorCode::version_conflict);

  EXPECT_TRUE(std::holds_alternative<std::monostate>(answer("one")));
  EXPECT_EQ(stock(mug).reserved, 0);
}

TEST_P(CheckoutLedgerContract, OrdersNoCartThatIsGoneOrExpired) {
  const Product mug = stocked("Mug", 5);
  Basket cart = basket({{mug, 1}});
  home_->clock.advance(std::chrono::days{31});

  EXPECT_EQ(open("one", cart).error().code, ErrorCode::version_conflict);
  cart.cart.id = home_->ids.fresh<CartId>();
  EXPECT_EQ(open("two", cart).error().code, ErrorCode::version_conflict);
}

TEST_P(CheckoutLedgerContract, IsNeverShortOfUntrackedItemsAndListsNoReservationOfThem) {
  const Product card = product("Gift card", StockPolicy::untracked, 0);

  const Order order = opened("one", basket({{card, 500}}));

  EXPECT_TRUE(order.reservations.empty());
  EXPECT_EQ(stock(card).reserved, 0);
}

TEST_P(CheckoutLedgerContract, PromisesBackorderedItemsBeyondTheShelf) {
  const Product mug = product("Mug", StockPolicy::backorder, 1);

  opened("one", basket({{mug, 4}}));

  EXPECT_EQ(stock(mug).reserved, 4);
  EXPECT_EQ(stock(mug).shortfall(), 3);
}

TEST_P(CheckoutLedgerContract, RefusesAVariantWhoseStockItemDoesNotExist) {
  Product mug = stocked("Mug", 5);
  mug.variants[0].stock_item = home_->ids.fresh<StockItemId>();

  EXPECT_EQ(open("one", basket({{mug, 1}})).error().code, ErrorCode::variant_unavailable);
}

TEST_P(CheckoutLedgerContract, OrdersACartOnlyOnce) {
  const Product mug = stocked("Mug", 1);
  const Basket cart = basket({{mug, 1}});
  const Order order = opened("one", cart);

  EXPECT_EQ(open("while undecided", cart).error().code, ErrorCode::cart_already_ordered)
      << "not out_of_stock: the shopper has the mug";
  apply(order, FactKind::authorized);
  EXPECT_EQ(open("once confirmed", cart).error().code, ErrorCode::cart_already_ordered);
}

TEST_P(CheckoutLedgerContract, MarksTheCartWithItsLiveOrder) {
  const Product mug = stocked("Mug", 5);
  const Basket cart = basket({{mug, 1}});
  EXPECT_EQ(home_->carts->find(cart.cart.id).value().order, std::nullopt);

  const Order order = lapsed("one", cart);
  EXPECT_EQ(home_->carts->find(cart.cart.id).value().order, std::nullopt) << "an expired order is not live";

  const Order second = opened("two", cart);
  EXPECT_NE(second.id, order.id);
  EXPECT_EQ(home_->carts->find(cart.cart.id).value().order, second.id);
}

TEST_P(CheckoutLedgerContract, PlacesAnOrderAnewAfterADecline) {
  const Product mug = stocked("Mug", 5);
  Basket cart = basket({{mug, 2}});
  const Order declined = apply(opened("one", cart), FactKind::declined);
  cart.cart.lines[0].quantity = 3;
  cart.cart = home_->carts->save({}, cart.cart).value();
  cart.pieces[0].quantity = 3;

  const Order again = opened("two", cart);

  EXPECT_EQ(again.id, declined.id);
  EXPECT_EQ(again.number, declined.number);
  EXPECT_EQ(again.version, declined.version + 1);
  EXPECT_EQ(again.total(), support::eur(3 * 1999));
  ASSERT_EQ(again.attempts.size(), 2u);
  EXPECT_EQ(again.current_attempt().number, 2);
  EXPECT_EQ(again.refusal, std::nullopt);
  EXPECT_EQ(stock(mug).reserved, 3);
  EXPECT_EQ(home_->ledger->find(again.id).value(), again);
}

TEST_P(CheckoutLedgerContract, HoldsOtherItemsWhenTheCartChangedBetweenTwoAttempts) {
  const Product mug = stocked("Mug", 5);
  const Product bowl = stocked("Bowl", 5);
  Basket cart = basket({{mug, 2}});
  apply(opened("one", cart), FactKind::declined);
  cart.cart.lines[0].variant = bowl.variants[0].id;
  cart.cart = home_->carts->save({}, cart.cart).value();
  cart.pieces = {{bowl, 2}};

  const Order again = opened("two", cart);
  const Order done = apply(again, FactKind::authorized);

  EXPECT_EQ(stock(mug).on_hand, 5);
  EXPECT_EQ(stock(mug).reserved, 0);
  EXPECT_EQ(stock(bowl).on_hand, 3);
  EXPECT_EQ(home_->ledger->find(done.id).value(), done);
}

TEST_P(CheckoutLedgerContract, RefusesASixthAttempt) {
  const Product mug = stocked("Mug", 5);
  const Basket cart = basket({{mug, 1}});
  for (const char* const key : {"one", "two", "three", "four", "five"}) apply(opened(key, cart), FactKind::declined);

  EXPECT_EQ(open("six", cart).error().code, ErrorCode::payment_attempts_exceeded);
  EXPECT_EQ(stock(mug).reserved, 0);
}

TEST_P(CheckoutLedgerContract, OrdersFiftyDifferentItemsAtOnce) {
  ports::ProductWrite write{.product = support::a_product(home_->ids, "Tea", 50)};
  for (const Variant& variant : write.product.variants) {
    write.stock.push_back({variant.id, {.set_on_hand = 9, .policy = StockPolicy::deny, .reason = MovementReason::received}});
  }
  const Product teas = home_->catalog->put({}, write).value();
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < 50; ++i) pieces.push_back({teas, 2, i});

  const Order order = confirmed("one", basket(pieces));

  EXPECT_EQ(order.reservations.size(), 50u);
  for (const Variant& variant : teas.variants) EXPECT_EQ(home_->inventory->find(variant.stock_item).value().on_hand, 7);
}

TEST_P(CheckoutLedgerContract, TouchesTheCatalogWhenAHoldTakesTheLastOneAndWhenItComesBack) {
  const Product mug = stocked("Mug", 1);
  const auto before = home_->catalog->version();

  const Order order = opened("one", basket({{mug, 1}}));
  const auto sold_out = home_->catalog->version();
  apply(order, FactKind::declined);

  EXPECT_GT(sold_out, before);
  EXPECT_GT(home_->catalog->version(), sold_out);
  const auto changes = home_->catalog->changes_after(sold_out, 10).value();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].product, mug.id);
}

TEST_P(CheckoutLedgerContract, LeavesTheCatalogAloneWhileSomeAreLeft) {
  const Product mug = stocked("Mug", 5);
  const auto before = home_->catalog->version();

  confirmed("one", basket({{mug, 1}}));

  EXPECT_EQ(home_->catalog->version(), before);
}

}  // namespace souk::contract
