#include <algorithm>

#include "contract/cart_store_contract.h"
#include "support/at_once.h"

namespace souk::contract {

namespace {

using ports::CartVersion;

/// The code of a hand-over that should have failed.
std::optional<ErrorCode> refusal(const Result<Cart>& handed_over) {
  return handed_over ? std::nullopt : std::optional{handed_over.error().code};
}

Cart owned(Cart cart, const CustomerId& customer) {
  cart.customer = customer;
  return cart;
}

}  // namespace

TEST_P(CartStoreContract, MakesAGuestsCartACustomers) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Cart guest = saved(new_cart());
  EXPECT_EQ(home_->carts->of_customer(ada).value(), std::nullopt);

  const Cart own = home_->carts->hand_over(owned(guest, ada), std::nullopt).value();

  EXPECT_EQ(own.customer, ada);
  EXPECT_EQ(own.version, guest.version + 1);
  EXPECT_EQ(home_->carts->find(guest.id).value(), own);
  EXPECT_EQ(home_->carts->of_customer(ada).value(), own);
}

TEST_P(CartStoreContract, MakesACustomersCartAtOnce) {
  const auto ada = home_->ids.fresh<CustomerId>();

  const Cart own = home_->carts->hand_over(owned(new_cart(), ada), std::nullopt).value();

  EXPECT_EQ(own.version, 1);
  EXPECT_EQ(home_->carts->of_customer(ada).value(), own);
}

TEST_P(CartStoreContract, EndsTheCartThatWasMerged) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Cart own = home_->carts->hand_over(owned(new_cart(), ada), std::nullopt).value();
  const Cart guest = saved(new_cart());

  const Cart merged = home_->carts->hand_over(own, CartVersion{guest.id, guest.version}).value();

  EXPECT_EQ(merged.id, own.id);
  EXPECT_EQ(home_->carts->find(guest.id).error().code, ErrorCode::not_found);
  EXPECT_EQ(refusal(home_->carts->hand_over(merged, CartVersion{guest.id, guest.version})), ErrorCode::version_conflict);
}

TEST_P(CartStoreContract, HandsNothingOverThatHasMovedOn) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const Cart own = home_->carts->hand_over(owned(new_cart(), ada), std::nullopt).value();
  const Cart guest = saved(new_cart());
  const Cart later = saved(guest);

  EXPECT_EQ(refusal(home_->carts->hand_over(own, CartVersion{guest.id, guest.version})), ErrorCode::version_conflict);
  saved(own);
  EXPECT_EQ(refusal(home_->carts->hand_over(own, CartVersion{later.id, later.version})), ErrorCode::version_conflict);
  EXPECT_EQ(home_->carts->find(guest.id).value(), later) << "all or nothing";
}

TEST_P(CartStoreContract, HandsNobodysCartToAnother) {
  const auto ada = home_->ids.fresh<CustomerId>();
  const auto eve = home_->ids.fresh<CustomerId>();
  const Cart adas = home_->carts->hand_over(owned(new_cart(), ada), std::nullopt).value();
  const Cart eves = home_->carts->hand_over(owned(new_cart(), eve), std::nullopt).value();

  EXPECT_EQ(refusal(home_->carts->hand_over(owned(adas, eve), std::nullopt)), ErrorCode::version_conflict);
  EXPECT_EQ(refusal(home_->carts->hand_over(eves, CartVersion{adas.id, adas.version})), ErrorCode::version_conflict);

  EXPECT_EQ(home_->carts->of_customer(ada).value(), adas);
}

TEST_P(CartStoreContract, GivesACustomerOneOpenCart) {
  const auto ada = home_->ids.fresh<CustomerId>();
  ASSERT_TRUE(home_->carts->hand_over(owned(new_cart(), ada), std::nullopt));

  EXPECT_EQ(refusal(home_->carts->hand_over(owned(new_cart(), ada), std::nullopt)), ErrorCode::version_conflict);
  EXPECT_EQ(refusal(home_->carts->hand_over(owned(saved(new_cart()), ada), std::nullopt)), ErrorCode::version_conflict);
}

TEST_P(CartStoreContract, KeepsTheOwnerWhateverIsSaved) {
  const auto ada = home_->ids.fresh<CustomerId>();
  Cart own = home_->carts->hand_over(owned(new_cart(), ada), std::nullopt).value();
  own.customer = home_->ids.fresh<CustomerId>();

  EXPECT_EQ(saved(own).customer, ada);
  Cart guest = new_cart();
  guest.customer = ada;
  EXPECT_EQ(saved(guest).customer, std::nullopt);
}

TEST_P(CartStoreContract, ForgetsACustomersCartWhenItExpires) {
  const auto ada = home_->ids.fresh<CustomerId>();
  ASSERT_TRUE(home_->carts->hand_over(owned(new_cart(), ada), std::nullopt));
  home_->clock.advance(std::chrono::days{31});

  EXPECT_EQ(home_->carts->of_customer(ada).value(), std::nullopt);
  EXPECT_TRUE(home_->carts->hand_over(owned(new_cart(), ada), std::nullopt));
}

TEST_P(CartStoreContract, LetsOneOfManyHandOversWin) {
  const auto ada = home_->ids.fresh<CustomerId>();
  std::vector<Cart> guests;
  for (int i = 0; i < 6; ++i) guests.push_back(owned(saved(new_cart()), ada));

  const auto outcomes =
      support::at_once(6, [&](int i) { return home_->carts->hand_over(guests[static_cast<std::size_t>(i)], std::nullopt); });

  ASSERT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
  const auto winner = std::ranges::find_if(outcomes, [](const auto& outcome) { return outcome.has_value(); });
  EXPECT_EQ(home_->carts->of_customer(ada).value(), **winner);
}

}  // namespace souk::contract
