#include "usecases/own_cart.h"

#include <gtest/gtest.h>

#include "embedded/customer_store.h"
#include "support/at_once.h"
#include "support/shop.h"
#include "usecases/show_cart.h"

namespace souk::usecases {
namespace {

using support::error_of;

class OwnCartTest : public testing::Test {
 protected:
  CustomerId a_customer(const std::string& email) {
    Customer customer;
    customer.id = shop_.ids.fresh<CustomerId>();
    customer.email = email;
    customer.created_at = shop_.clock.now();
    return customers_->save({}, customer).value().id;
  }
  std::int64_t quantity_in(const Cart& cart, const VariantId& variant) const {
    for (const CartLine& line : cart.lines)
      if (line.variant == variant) return line.quantity;
    return 0;
  }

  support::Shop shop_;
  std::unique_ptr<ports::CustomerStore> customers_ = embedded::open_customer_store(*shop_.database, shop_.clock, shop_.ids);
  OwnCart own_cart_{*shop_.carts, *customers_, *shop_.settings, shop_.ids, shop_.clock};
  ShowCart show_cart_{*shop_.carts, shop_.price};
  const VariantId mug_ = shop_.with("Blue mug");
  const CustomerId ada_ = a_customer("ada@example.com");
};

TEST_F(OwnCartTest, BecomesTheGuestsWhereTheCustomerHasNone) {
  const CartId guest = shop_.cart_with("Blue mug", 2);

  const auto own = own_cart_.with(ada_, guest).value();

  ASSERT_TRUE(own);
  EXPECT_EQ(own->id, guest);
  EXPECT_EQ(own->customer, ada_);
  EXPECT_EQ(quantity_in(*own, mug_), 2);
}

TEST_F(OwnCartTest, TakesTheLargerOfTwoQuantitiesAndEndsTheGuests) {
  const VariantId pot = shop_.with("Teapot");
  const CartId first = shop_.cart_with("Blue mug", 3);
  ASSERT_TRUE(own_cart_.with(ada_, first));
  const CartId guest = shop_.cart_with("Blue mug", 2);
  ASSERT_TRUE(shop_.add(guest, pot, 1));

  const auto own = own_cart_.with(ada_, guest).value();

  EXPECT_EQ(own->id, first);
  EXPECT_EQ(quantity_in(*own, mug_), 3);
  EXPECT_EQ(quantity_in(*own, pot), 1);
  EXPECT_EQ(error_of(shop_.carts->find(guest)), ErrorCode::not_found);
  EXPECT_EQ(own_cart_.with(ada_, guest).value()->lines, own->lines) << "merging again changes nothing";
}

TEST_F(OwnCartTest, OpensForNobodyElse) {
  const CartId guest = shop_.cart_with("Blue mug");
  ASSERT_TRUE(own_cart_.with(ada_, guest));
  const CustomerId eve = a_customer("eve@example.com");

  EXPECT_TRUE(show_cart_({guest, ada_}));
  EXPECT_EQ(error_of(show_cart_({guest, eve})), ErrorCode::not_found);
  EXPECT_EQ(error_of(show_cart_(guest)), ErrorCode::not_found);
  EXPECT_EQ(error_of(shop_.add(guest, mug_)), ErrorCode::not_found);
  EXPECT_EQ(error_of(shop_.place_order(guest)), ErrorCode::not_found);
  EXPECT_EQ(own_cart_.with(eve, guest).value(), std::nullopt) << "nor is it merged into another's";
}

TEST_F(OwnCartTest, LeavesAnOrderedCartAlone) {
  const CartId ordered = shop_.cart_with("Blue mug");
  ASSERT_TRUE(shop_.place_order(ordered));

  EXPECT_EQ(own_cart_.with(ada_, ordered).value(), std::nullopt);
}

TEST_F(OwnCartTest, IsAnotherOneOnceItWasOrdered) {
  const auto first = own_cart_(ada_).value();
  EXPECT_TRUE(first.fresh);
  EXPECT_FALSE(own_cart_(ada_)->fresh);
  const CartId bought = shop_.cart_with("Blue mug");
  ASSERT_TRUE(own_cart_.with(ada_, bought));
  const CheckoutRequest request{{first.cart.id, ada_}, "test", "tok_ok", std::nullopt};
  ASSERT_TRUE(show_cart_({first.cart.id, ada_}));

  const auto order = shop_.place({"ada", "POST", "/v1/carts/{cart}/checkout", "the customer's checkout"}, request);

  ASSERT_TRUE(order) << order.error().detail;
  EXPECT_EQ(order->customer, ada_);
  const auto next = own_cart_(ada_).value();
  EXPECT_TRUE(next.fresh);
  EXPECT_NE(next.cart.id, first.cart.id);
}

TEST_F(OwnCartTest, KnowsWhatItsCustomerHasOnFile) {
  Customer ada = customers_->find(ada_).value();
  Address address;
  address.name = "Ada Lovelace";
  address.line1 = "1 Quay";
  address.city = "Bremen";
  address.country = "DE";
  ada = with_address(std::move(ada), shop_.ids.fresh<AddressId>(), address, {}).value();
  ASSERT_TRUE(customers_->save({}, ada));

  const Cart cart = own_cart_(ada_)->cart;

  EXPECT_EQ(cart.email, "ada@example.com");
  EXPECT_EQ(cart.shipping_address, address);
}

TEST_F(OwnCartTest, IsOneHoweverManyDevicesLogInAtOnce) {
  std::vector<CartId> guests;
  for (int i = 0; i < 4; ++i) guests.push_back(shop_.cart_with("Blue mug", i + 1));

  const auto outcomes =
      support::at_once(4, [&](int i) { return own_cart_.with(ada_, guests[static_cast<std::size_t>(i)]); });

  std::optional<CartId> only;
  for (const auto& outcome : outcomes) {
    if (!outcome) {
      EXPECT_EQ(outcome.error().code, ErrorCode::overloaded);
      continue;
    }
    EXPECT_EQ(only.value_or((*outcome)->id), (*outcome)->id);
    only = (*outcome)->id;
  }
  EXPECT_EQ(shop_.carts->of_customer(ada_).value()->id, only);
}

}  // namespace
}  // namespace souk::usecases
