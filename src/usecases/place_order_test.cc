#include "usecases/place_order.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/at_once.h"
#include "support/builders.h"
#include "support/shop.h"
#include "usecases/set_cart_customer.h"
#include "usecases/show_cart.h"

namespace souk::usecases {
namespace {

using support::error_of;
using support::eur;
using support::Shop;

TEST(PlaceOrder, ConfirmsTheOrderAndTakesItsStock) {
  Shop shop;
  shop.with_stock("Mug", 5);

  const auto order = shop.place_order(shop.cart_with("Mug", 2));

  ASSERT_TRUE(order) << order.error().detail;
  EXPECT_EQ(order->state, OrderState::confirmed);
  EXPECT_EQ(order->payment_state, PaymentState::authorized);
  EXPECT_EQ(order->total(), eur(2 * 1999 + 490));
  EXPECT_EQ(order->email, "ada@example.com");
  EXPECT_EQ(order->shipping_address, support::an_address());
  EXPECT_EQ(order->terms_version, "1");
  EXPECT_EQ(shop.stock("Mug").on_hand, 3);
  EXPECT_EQ(shop.stock("Mug").reserved, 0);
  EXPECT_EQ(shop.provider_did("authorized"), 1);
}

TEST(PlaceOrder, TakesNoStockWhenTheCardIsDeclined) {
  Shop shop;
  shop.with_stock("Mug", 2);

  const auto placed = shop.place_order(shop.cart_with("Mug"), {.token = "tok_declined"});

  EXPECT_EQ(error_of(placed), ErrorCode::payment_declined);
  EXPECT_EQ(shop.free_stock("Mug"), 2);
  EXPECT_EQ(shop.only_order().state, OrderState::pending);
}

TEST(PlaceOrder, TriesTheSameOrderAgainAfterADecline) {
  Shop shop;
  shop.with_stock("Mug", 2);
  const CartId cart = shop.cart_with("Mug");
  shop.place_order(cart, {.token = "tok_declined", .key = "the first try"});
  const OrderId declined = shop.only_order().id;

  const auto order = shop.place_order(cart, {.token = "tok_ok", .key = "the second try"});

  ASSERT_TRUE(order) << order.error().detail;
  EXPECT_EQ(order->id, declined);
  EXPECT_EQ(order->state, OrderState::confirmed);
  EXPECT_EQ(order->attempts.size(), 2U);
  EXPECT_EQ(shop.free_stock("Mug"), 1);
}

TEST(PlaceOrder, NeverAuthorizesTwiceUnderOneKey) {
  Shop shop;
  shop.with_stock("Mug", 5);
  const CartId cart = shop.cart_with("Mug");

  const auto first = shop.place_order(cart);
  const auto second = shop.place_order(cart);

  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(shop.free_stock("Mug"), 4);
  EXPECT_EQ(shop.provider_did("authorized"), 1);
}

TEST(PlaceOrder, MakesOneOrderOfManyRequestsAtOnceWithOneKey) {
  Shop shop;
  shop.with_stock("Mug", 50);
  const CartId cart = shop.cart_with("Mug");

  const auto placed = support::at_once(8, [&](int) { return shop.place_order(cart); });

  const OrderId order = shop.only_order().id;
  for (const auto& each : placed) {
    ASSERT_TRUE(each) << each.error().detail;
    EXPECT_EQ(each->id, order);
  }
  EXPECT_EQ(shop.free_stock("Mug"), 49);
  EXPECT_EQ(shop.provider_did("authorized"), 1);
}

TEST(PlaceOrder, MakesOneOrderOfACartThatIsSentUnderManyKeys) {
  Shop shop;
  shop.with_stock("Mug", 50);
  const CartId cart = shop.cart_with("Mug");

  const auto placed = support::at_once(8, [&](int i) { return shop.place_order(cart, {.key = "key " + std::to_string(i)}); });

  EXPECT_EQ(std::ranges::count_if(placed, [](const auto& each) { return each.has_value(); }), 1);
  EXPECT_EQ(std::ranges::count_if(placed, [](const auto& each) { return error_of(each) == ErrorCode::cart_already_ordered; }),
            7);
  EXPECT_EQ(shop.provider_did("authorized"), 1);
}

TEST(PlaceOrder, SellsNoMoreThanThereIs) {
  Shop shop;
  shop.with_stock("Mug", 5);
  std::vector<CartId> carts;
  for (int buyer = 0; buyer < 12; ++buyer) carts.push_back(shop.cart_with("Mug"));

  const auto placed = support::at_once(12, [&](int buyer) { return shop.place_order(carts[static_cast<std::size_t>(buyer)]); });

  EXPECT_EQ(std::ranges::count_if(placed, [](const auto& each) { return each.has_value(); }), 5);
  EXPECT_EQ(std::ranges::count_if(placed, [](const auto& each) { return error_of(each) == ErrorCode::out_of_stock; }), 7);
  EXPECT_EQ(shop.stock("Mug").on_hand, 0);
  EXPECT_EQ(shop.provider_did("authorized"), 5);
}

TEST(PlaceOrder, SaysWhichLineIsOutOfStock) {
  Shop shop;
  shop.with_stock("Mug", 2);

  const auto placed = shop.place_order(shop.cart_with("Mug", 3));

  ASSERT_EQ(error_of(placed), ErrorCode::out_of_stock);
  EXPECT_NE(placed.error().detail.find("Mug"), std::string::npos) << placed.error().detail;
  EXPECT_EQ(shop.provider_did("authorized"), 0);
}

TEST(PlaceOrder, StaysPendingWhileTheProviderHasNotAnswered) {
  Shop shop;
  shop.with_stock("Mug", 5);
  shop.gateway.lose_requests(1);

  const auto order = shop.place_order(shop.cart_with("Mug"));

  ASSERT_TRUE(order);
  EXPECT_TRUE(order->undecided());
  EXPECT_EQ(shop.stock("Mug").reserved, 1);
}

TEST(PlaceOrder, LeavesTheOrderToTheReconcilerWhenTheAnswerCannotBeWritten) {
  Shop shop;
  shop.with_stock("Mug", 5);
  shop.ledger.fail_next_apply();

  const auto placed = shop.place_order(shop.cart_with("Mug"));

  EXPECT_EQ(error_of(placed), ErrorCode::unavailable);
  EXPECT_TRUE(shop.only_order().undecided());
  EXPECT_EQ(shop.provider_did("authorized"), 1);
}

TEST(PlaceOrder, AuthorizesNothingWhenNobodyKnowsWhetherTheOrderWasWritten) {
  Shop shop;
  shop.with_stock("Mug", 5);
  const CartId cart = shop.cart_with("Mug");
  shop.ledger.lose_next_open();

  const auto first = shop.place_order(cart);
  const auto second = shop.place_order(cart);

  EXPECT_EQ(error_of(first), ErrorCode::commit_unknown);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->undecided());
  EXPECT_EQ(shop.provider_did("authorized"), 0);
}

TEST(PlaceOrder, TellsTheShopperWhereToAct) {
  Shop shop;
  shop.with_stock("Mug", 5);

  const auto order = shop.place_order(shop.cart_with("Mug"), {.token = "tok_requires_action"});

  ASSERT_TRUE(order);
  EXPECT_TRUE(order->undecided());
  EXPECT_NE(order->current_attempt().action_url.find("/actions/"), std::string::npos);
}

TEST(PlaceOrder, GivesBackAPaymentOfAnotherAmount) {
  Shop shop;
  shop.with_stock("Mug", 5);
  shop.gateway.answer_with(eur(1));

  const auto placed = shop.place_order(shop.cart_with("Mug"));

  EXPECT_EQ(error_of(placed), ErrorCode::payment_mismatch);
  EXPECT_EQ(shop.free_stock("Mug"), 5);
  EXPECT_EQ(shop.give_money_back().value().settled, 1);
  EXPECT_EQ(shop.provider_did("voided"), 1);
}

TEST(PlaceOrder, AsksNoProviderForAFreeOrder) {
  Shop shop;
  shop.change_settings([](ShopSettings& settings) { settings.flat_shipping_minor = 0; });
  shop.with("Sample", 0);

  const auto order = shop.place_order(shop.cart_with("Sample"));

  ASSERT_TRUE(order) << order.error().detail;
  EXPECT_EQ(order->state, OrderState::confirmed);
  EXPECT_EQ(order->payment_state, PaymentState::paid);
  EXPECT_EQ(shop.provider_did("authorized"), 0);
}

TEST(PlaceOrder, TakesNoPaymentByHandUnlessTheMerchantOffersIt) {
  Shop shop;
  shop.with_stock("Mug", 5);

  const auto placed = shop.place_order(shop.cart_with("Mug"), {.provider = "manual"});

  EXPECT_EQ(error_of(placed), ErrorCode::payment_provider_unknown);
  EXPECT_EQ(shop.stock("Mug").on_hand, 5);
  EXPECT_EQ(shop.stock("Mug").reserved, 0);
}

TEST(PlaceOrder, ConfirmsAnOrderThatIsPaidByHand) {
  Shop shop;
  shop.change_settings([](ShopSettings& settings) { settings.manual_payment = {true, "Bank transfer"}; });
  shop.with_stock("Mug", 5);

  const auto order = shop.place_order(shop.cart_with("Mug"), {.provider = "manual"});

  ASSERT_TRUE(order) << order.error().detail;
  EXPECT_EQ(order->state, OrderState::confirmed);
  EXPECT_EQ(order->payment_state, PaymentState::none);
  EXPECT_EQ(shop.stock("Mug").on_hand, 4);
}

TEST(PlaceOrder, RefusesAChangedPrice) {
  Shop shop;
  shop.with("Mug", 1999);
  const CartId cart = shop.cart_with("Mug");
  shop.change("Mug", [](Product& mug) { mug.variants.front().price = eur(2499); });

  const auto placed = shop.place_order(cart);

  EXPECT_EQ(error_of(placed), ErrorCode::price_changed);
  EXPECT_EQ(shop.provider_did("authorized"), 0);
}

TEST(PlaceOrder, ChargesAChangedPriceOnceTheShopperHasSeenIt) {
  Shop shop;
  shop.with("Mug", 1999);
  const CartId cart = shop.cart_with("Mug");
  shop.change("Mug", [](Product& mug) { mug.variants.front().price = eur(2499); });
  ShowCart{*shop.carts, shop.price}(cart);

  const auto order = shop.place_order(cart);

  ASSERT_TRUE(order) << order.error().detail;
  EXPECT_EQ(order->total(), eur(2499 + 490));
}

TEST(PlaceOrder, HoldsTheShopToTheTotalTheClientExpects) {
  Shop shop;
  shop.with("Mug", 1999);
  const CartId cart = shop.cart_with("Mug");

  EXPECT_EQ(error_of(shop.place_order(cart, {.key = "too little", .expected_total = eur(1999)})), ErrorCode::price_changed);
  EXPECT_TRUE(shop.place_order(cart, {.key = "exactly", .expected_total = eur(1999 + 490)}));
}

TEST(PlaceOrder, RefusesWhatIsNoLongerForSale) {
  Shop shop;
  shop.with("Mug");
  const CartId cart = shop.cart_with("Mug");
  shop.change("Mug", [](Product& mug) { mug.status = ProductStatus::archived; });

  const auto placed = shop.place_order(cart);

  ASSERT_EQ(error_of(placed), ErrorCode::variant_unavailable);
  EXPECT_EQ(placed.error().pointer, "/lines/0");
}

TEST(PlaceOrder, RefusesAQuantityThatTheVariantNoLongerAllows) {
  Shop shop;
  shop.with("Mug");
  const CartId cart = shop.cart_with("Mug", 3);
  shop.change("Mug", [](Product& mug) { mug.variants.front().maximum_quantity = 2; });

  EXPECT_EQ(error_of(shop.place_order(cart)), ErrorCode::invalid_quantity);
}

TEST(PlaceOrder, RefusesAnEmptyCartAndOneThatDoesNotSayWhoBuys) {
  Shop shop;
  const VariantId mug = shop.with("Mug");
  Cart cart = support::a_cart(shop.ids, shop.clock.now());
  const CartId id = shop.edit_cart.save({}, cart)->cart.id;

  EXPECT_EQ(error_of(shop.place_order(id, {.key = "empty"})), ErrorCode::cart_empty);
  ASSERT_TRUE(shop.add(id, mug));
  EXPECT_EQ(error_of(shop.place_order(id, {.key = "nobody"})), ErrorCode::customer_required);
}

TEST(PlaceOrder, RefusesToShipNowhereAndWhereTheShopDoesNotShip) {
  Shop shop;
  shop.with("Mug");
  const CartId cart = shop.cart_with("Mug");
  const SetCartCustomer set_customer{shop.edit_cart, *shop.settings};
  ASSERT_TRUE(set_customer({}, cart, {"ada@example.com", {}, {}}));

  EXPECT_EQ(error_of(shop.place_order(cart, {.key = "nowhere"})), ErrorCode::shipping_required);

  ASSERT_TRUE(set_customer({}, cart, {"ada@example.com", support::an_address(), {}}));
  shop.change_settings([](ShopSettings& settings) { settings.ship_to_countries = {"FR"}; });
  EXPECT_EQ(error_of(shop.place_order(cart, {.key = "to Germany"})), ErrorCode::shipping_required);
}

TEST(PlaceOrder, ShipsNothingThatNeedsNoShipping) {
  Shop shop;
  Product card = support::a_product(shop.ids, "Gift card");
  card.variants.front().requires_shipping = false;
  shop.with(std::move(card));
  const CartId cart = shop.cart_with("Gift card");
  ASSERT_TRUE((SetCartCustomer{shop.edit_cart, *shop.settings}({}, cart, {"ada@example.com", {}, {}})));

  const auto order = shop.place_order(cart);

  ASSERT_TRUE(order) << order.error().detail;
  EXPECT_EQ(order->total(), eur(1999));
}

TEST(PlaceOrder, RefusesAnUnknownProviderAndAnUnknownCart) {
  Shop shop;
  shop.with("Mug");

  EXPECT_EQ(error_of(shop.place_order(shop.cart_with("Mug"), {.provider = "bank of nowhere"})),
            ErrorCode::payment_provider_unknown);
  EXPECT_EQ(error_of(shop.place_order(shop.ids.fresh<CartId>())), ErrorCode::not_found);
}

}  // namespace
}  // namespace souk::usecases
