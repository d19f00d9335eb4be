#include "usecases/edit_cart.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/at_once.h"
#include "support/builders.h"
#include "support/shop.h"
#include "usecases/add_cart_line.h"
#include "usecases/change_cart_line.h"
#include "usecases/choose_shipping_option.h"
#include "usecases/create_cart.h"
#include "usecases/list_shipping_options.h"
#include "usecases/remove_cart_line.h"
#include "usecases/set_cart_customer.h"
#include "usecases/show_cart.h"

namespace souk::usecases {
namespace {

using support::error_of;
using support::eur;
using support::Shop;

/// The verbs that change a cart, on one shop with one product and one empty cart.
class CartTest : public testing::Test {
 protected:
  Shop shop;
  CreateCart create_cart{shop.edit_cart, *shop.settings, shop.ids, shop.clock};
  AddCartLine add_line{shop.edit_cart, *shop.catalog, shop.ids, shop.clock};
  ChangeCartLine change_line{shop.edit_cart, *shop.catalog};
  RemoveCartLine remove_line{shop.edit_cart};
  SetCartCustomer set_customer{shop.edit_cart, *shop.settings};
  ListShippingOptions list_options{*shop.carts, shop.price, *shop.settings};
  ChooseShippingOption choose_option{shop.edit_cart, shop.price, *shop.settings};
  ShowCart show_cart{*shop.carts, shop.price};
  // Of another process, whose changes wait for nobody here.
  EditCart edit_elsewhere{*shop.carts, shop.ledger, shop.price, shop.clock};
  AddCartLine add_line_elsewhere{edit_elsewhere, *shop.catalog, shop.ids, shop.clock};

  VariantId mug = shop.with("Mug", 1999);
  CartId cart = create_cart({})->cart.id;
};

TEST_F(CartTest, BeginsEmptyInTheShopsCurrencyAndLivesForAMonth) {
  const PricedCart created = *create_cart({});

  EXPECT_TRUE(created.cart.lines.empty());
  EXPECT_EQ(created.cart.currency, support::euro());
  EXPECT_EQ(created.quote.totals.total, eur(0));
  EXPECT_EQ(created.cart.expires_at, shop.clock.now() + kCartLifetime);
  EXPECT_EQ(shop.carts->find(created.cart.id)->version, 1);
}

TEST_F(CartTest, StartsItsMonthAgainWithEveryChange) {
  shop.wait(std::chrono::days{20});
  ASSERT_TRUE(add_line({}, cart, mug, 1));
  shop.wait(std::chrono::days{20});

  EXPECT_TRUE(show_cart(cart));
}

TEST_F(CartTest, AddsToTheLineThatHoldsTheVariantAlready) {
  ASSERT_TRUE(add_line({}, cart, mug, 2));
  const auto shown = add_line({}, cart, mug, 3);

  ASSERT_TRUE(shown);
  ASSERT_EQ(shown->cart.lines.size(), 1U);
  EXPECT_EQ(shown->cart.lines[0].quantity, 5);
  EXPECT_EQ(shown->quote.totals.goods, eur(5 * 1999));
  EXPECT_EQ(shown->quote.totals.total, eur(5 * 1999 + 490));
  EXPECT_EQ(shown->cart.shown_total, shown->quote.totals.total);
}

TEST_F(CartTest, TakesMoreThanTheShelfHoldsAndSaysSo) {
  const VariantId rare = shop.with_stock("Rare mug", 2);

  const auto shown = add_line({}, cart, rare, 3);

  ASSERT_TRUE(shown);
  EXPECT_TRUE(shown->lines[0].priced);
  EXPECT_FALSE(shown->lines[0].in_stock);
  EXPECT_TRUE(change_line({}, cart, shown->cart.lines[0].id, 2)->lines[0].in_stock);
}

TEST_F(CartTest, RefusesAVariantThatIsNotForSale) {
  Product draft = support::a_product(shop.ids, "Draft mug");
  draft.status = ProductStatus::draft;
  Product tomorrow = support::a_product(shop.ids, "Mug of tomorrow");
  tomorrow.publish_at = shop.clock.now() + std::chrono::days{1};
  const VariantId of_tomorrow = shop.with(tomorrow);

  EXPECT_EQ(error_of(add_line({}, cart, shop.with(draft), 1)), ErrorCode::variant_unavailable);
  EXPECT_EQ(error_of(add_line({}, cart, shop.ids.fresh<VariantId>(), 1)), ErrorCode::variant_unavailable);
  EXPECT_EQ(error_of(add_line({}, cart, of_tomorrow, 1)), ErrorCode::variant_unavailable);
  shop.wait(std::chrono::days{1});
  EXPECT_TRUE(add_line({}, cart, of_tomorrow, 1));
}

TEST_F(CartTest, KeepsToTheQuantitiesThatTheVariantAllows) {
  Product pack = support::a_product(shop.ids, "Tiles");
  pack.variants.front().minimum_quantity = 10;
  pack.variants.front().maximum_quantity = 40;
  const VariantId tile = shop.with(pack);

  EXPECT_EQ(error_of(add_line({}, cart, tile, 9)), ErrorCode::invalid_quantity);
  const auto shown = add_line({}, cart, tile, 30);
  ASSERT_TRUE(shown);
  EXPECT_EQ(error_of(add_line({}, cart, tile, 11)), ErrorCode::invalid_quantity);
  EXPECT_EQ(error_of(change_line({}, cart, shown->cart.lines[0].id, 0)), ErrorCode::invalid_quantity);
  EXPECT_TRUE(change_line({}, cart, shown->cart.lines[0].id, 40));
}

TEST_F(CartTest, IsFullAtTheFiftyFirstVariant) {
  const Product sizes = support::a_product(shop.ids, "Bolt", static_cast<int>(kMaxDistinctVariants) + 1);
  shop.with(sizes);
  for (std::size_t i = 0; i < kMaxDistinctVariants; ++i) ASSERT_TRUE(add_line({}, cart, sizes.variants[i].id, 1));

  EXPECT_EQ(error_of(add_line({}, cart, sizes.variants.back().id, 1)), ErrorCode::cart_full);
  EXPECT_TRUE(add_line({}, cart, sizes.variants.front().id, 1));
}

TEST_F(CartTest, RemovesALineOnce) {
  const LineId line = add_line({}, cart, mug, 2)->cart.lines[0].id;

  const auto shown = remove_line({}, cart, line);

  ASSERT_TRUE(shown);
  EXPECT_TRUE(shown->cart.lines.empty());
  EXPECT_EQ(shown->quote.totals.total, eur(0));
  EXPECT_EQ(error_of(remove_line({}, cart, line)), ErrorCode::not_found);
  EXPECT_EQ(error_of(change_line({}, cart, line, 1)), ErrorCode::not_found);
}

TEST_F(CartTest, ShowsALineWhoseVariantIsGoneButCountsItNot) {
  ASSERT_TRUE(add_line({}, cart, mug, 2));
  const VariantId pot = shop.with("Pot", 5000);
  ASSERT_TRUE(add_line({}, cart, pot, 1));
  ASSERT_TRUE(shop.catalog->erase(shop.product("Mug").id, shop.product("Mug").version, {}));

  const auto shown = show_cart(cart);

  ASSERT_TRUE(shown);
  ASSERT_EQ(shown->lines.size(), 2U);
  EXPECT_FALSE(shown->lines[0].priced);
  EXPECT_EQ(shown->lines[0].line.quantity, 2);
  EXPECT_EQ(shown->lines[1].priced, 0U);
  EXPECT_FALSE(shown->sellable());
  EXPECT_EQ(shown->quote.totals.total, eur(5000 + 490));
  EXPECT_EQ(error_of(change_line({}, cart, shown->cart.lines[0].id, 1)), ErrorCode::variant_unavailable);
  EXPECT_TRUE(remove_line({}, cart, shown->cart.lines[0].id));
}

TEST_F(CartTest, RemembersTheTotalThatWasShownWithoutANewVersion) {
  ASSERT_TRUE(add_line({}, cart, mug, 1));
  shop.change("Mug", [](Product& product) { product.variants.front().price = eur(2499); });
  const Cart before = *shop.carts->find(cart);

  const auto shown = show_cart(cart);

  ASSERT_TRUE(shown);
  EXPECT_EQ(before.shown_total, eur(1999 + 490));
  EXPECT_EQ(shown->cart.shown_total, eur(2499 + 490));
  EXPECT_EQ(shop.carts->find(cart)->shown_total, eur(2499 + 490));
  EXPECT_EQ(shop.carts->find(cart)->version, before.version);
}

TEST_F(CartTest, RefusesATotalThatNoClientCouldReadExactly) {
  const VariantId crown = shop.with("Crown", kMaxMinor / 10);

  EXPECT_EQ(error_of(add_line({}, cart, crown, 11)), ErrorCode::invalid_quantity);
  EXPECT_TRUE(shop.carts->find(cart)->lines.empty());
}

TEST_F(CartTest, AddsThePercentageOfTheShopToItsPrices) {
  shop.change_settings([](ShopSettings& settings) {
    settings.tax_rate_basis_points = 1900;
    settings.prices_include_tax = false;
  });

  const auto shown = add_line({}, cart, mug, 1);

  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->quote.totals.tax, eur(473));  // 19 % of 19.99 + 4.90, rounded once
  EXPECT_EQ(shown->quote.totals.total, eur(1999 + 490 + 473));
}

TEST_F(CartTest, KnowsWhoBuysAndWhereItGoes) {
  Address padded = support::an_address();
  padded.city = "  Bremen ";

  const auto shown = set_customer({}, cart, {"Ada@EXAMPLE.com", padded, {}});

  ASSERT_TRUE(shown) << shown.error().detail;
  EXPECT_EQ(shown->cart.email, "Ada@example.com");
  EXPECT_EQ(shown->cart.shipping_address, support::an_address());
  EXPECT_FALSE(shown->cart.billing_address);
}

TEST_F(CartTest, PointsToWhatIsWrongWithTheCustomer) {
  const auto pointer = [&](const CartCustomer& customer) {
    const auto set = set_customer({}, cart, customer);
    return set ? "accepted" : set.error().pointer;
  };
  Address nameless = support::an_address();
  nameless.name = "";
  Address abroad = support::an_address();
  abroad.country = "FR";
  shop.change_settings([](ShopSettings& settings) { settings.ship_to_countries = {"DE"}; });

  EXPECT_EQ(pointer({"nobody", {}, {}}), "/email");
  EXPECT_EQ(pointer({"ada@example.com", nameless, {}}), "/shipping_address/name");
  EXPECT_EQ(pointer({"ada@example.com", {}, nameless}), "/billing_address/name");
  EXPECT_EQ(pointer({"ada@example.com", abroad, {}}), "/shipping_address/country");
  EXPECT_EQ(pointer({"ada@example.com", support::an_address(), abroad}), "accepted");
}

TEST_F(CartTest, OffersShippingForWhatIsShipped) {
  Product card = support::a_product(shop.ids, "Gift card");
  card.variants.front().requires_shipping = false;
  ASSERT_TRUE(add_line({}, cart, shop.with(card), 1));

  EXPECT_TRUE(list_options(cart)->empty());
  EXPECT_EQ(error_of(choose_option({}, cart, "standard")), ErrorCode::validation_failed);

  ASSERT_TRUE(add_line({}, cart, mug, 1));
  ASSERT_EQ(list_options(cart)->size(), 1U);
  EXPECT_EQ(list_options(cart)->front().amount, eur(490));
  EXPECT_EQ(choose_option({}, cart, "standard")->cart.shipping_option, "standard");
  EXPECT_EQ(error_of(choose_option({}, cart, "by balloon")), ErrorCode::validation_failed);
}

TEST_F(CartTest, AnswersARepeatedChangeWithWhatTheFirstOneMade) {
  const auto encode = [](const PricedCart& shown) {
    return ports::Answer{201, std::to_string(shown.cart.version) + ": " + to_decimal(shown.quote.totals.total)};
  };
  const ports::Repeatable<PricedCart> repeatable{support::a_key("add one mug"), encode};

  ASSERT_TRUE(add_line(repeatable, cart, mug, 1));
  EXPECT_EQ(error_of(add_line(repeatable, cart, mug, 1)), ErrorCode::request_in_progress);

  EXPECT_EQ(shop.carts->find(cart)->lines[0].quantity, 1);
  const auto found = shop.answers->find(*repeatable.key);
  ASSERT_TRUE(found && std::holds_alternative<ports::StoredAnswer>(*found));
  EXPECT_EQ(std::get<ports::StoredAnswer>(*found).answer.body, "2: 24.89");
}

TEST_F(CartTest, MakesItsChangeOnWhatAFasterRequestLeft) {
  const VariantId pot = shop.with("Pot");
  bool raced = false;

  const auto shown = shop.edit_cart({}, cart, [&](Cart found) -> Result<Cart> {
    if (!std::exchange(raced, true)) {
      EXPECT_TRUE(add_line_elsewhere({}, cart, pot, 1));
    }
    return with_line(std::move(found), shop.ids.fresh<LineId>(), mug, 1, {});
  });

  ASSERT_TRUE(shown) << shown.error().detail;
  EXPECT_EQ(shown->cart.lines.size(), 2U);
}

TEST_F(CartTest, GivesUpWhenOtherProcessesAreFasterEveryTime) {
  int tries = 0;

  const auto shown = shop.edit_cart({}, cart, [&](Cart found) -> Result<Cart> {
    ++tries;
    EXPECT_TRUE(add_line_elsewhere({}, cart, mug, 1));
    return found;
  });

  EXPECT_EQ(error_of(shown), ErrorCode::version_conflict);
  EXPECT_EQ(tries, 3);
}

TEST_F(CartTest, MakesAllOfManyChangesAtOnce) {
  const VariantId pot = shop.with("Pot");

  const auto added = support::at_once(32, [&](int i) { return add_line({}, cart, i % 2 == 0 ? mug : pot, 1); });

  for (const auto& each : added) EXPECT_TRUE(each) << name_of(each.error().code);
  const Cart found = shop.carts->find(cart).value();
  ASSERT_EQ(found.lines.size(), 2U);
  EXPECT_EQ(found.lines[0].quantity, 16);
  EXPECT_EQ(found.lines[1].quantity, 16);
}

TEST_F(CartTest, ChangesTheVersionThatAClientInsistsOnOrNothing) {
  const Cart read = add_line({}, cart, mug, 1)->cart;
  const Cart changed = change_line({}, {cart, read.version}, read.lines.front().id, 2)->cart;

  EXPECT_EQ(error_of(remove_line({}, {cart, read.version}, read.lines.front().id)), ErrorCode::version_conflict);

  EXPECT_EQ(shop.carts->find(cart).value(), changed);
}

TEST_F(CartTest, LetsOneOfManyWinWhoAllInsistOnWhatTheyRead) {
  const Cart read = add_line({}, cart, mug, 1)->cart;

  const auto set =
      support::at_once(10, [&](int i) { return change_line({}, {cart, read.version}, read.lines.front().id, i + 2); });

  EXPECT_EQ(std::ranges::count_if(set, [](const auto& each) { return each.has_value(); }), 1);
  for (const auto& each : set) EXPECT_TRUE(each || each.error().code == ErrorCode::version_conflict);
}

TEST_F(CartTest, CannotBeChangedOnceItIsOrdered) {
  const CartId bought = shop.cart_with("Mug");
  ASSERT_TRUE(shop.place_order(bought));

  EXPECT_EQ(error_of(add_line({}, bought, mug, 1)), ErrorCode::cart_already_ordered);
}

TEST_F(CartTest, CannotBeChangedWhileItsPaymentIsUnderWay) {
  const CartId waiting = shop.cart_with("Mug");
  ASSERT_TRUE(shop.place_order(waiting, {.token = "tok_requires_action"}));

  EXPECT_EQ(error_of(add_line({}, waiting, mug, 1)), ErrorCode::cart_already_ordered);
}

TEST_F(CartTest, CanBeChangedAfterADeclineAndOrderedAsItIsThen) {
  const CartId declined = shop.cart_with("Mug");
  EXPECT_FALSE(shop.place_order(declined, {.token = "tok_declined", .key = "the first try"}));

  ASSERT_TRUE(add_line({}, declined, mug, 1));
  const auto order = shop.place_order(declined, {.key = "the second try"});

  ASSERT_TRUE(order) << order.error().detail;
  EXPECT_EQ(order->total(), eur(2 * 1999 + 490));
}

TEST_F(CartTest, IsNotThereForWhoDoesNotKnowIt) {
  const CartId unknown = shop.ids.fresh<CartId>();

  EXPECT_EQ(error_of(show_cart(unknown)), ErrorCode::not_found);
  EXPECT_EQ(error_of(add_line({}, unknown, mug, 1)), ErrorCode::not_found);
  EXPECT_EQ(error_of(list_options(unknown)), ErrorCode::not_found);
}

}  // namespace
}  // namespace souk::usecases
