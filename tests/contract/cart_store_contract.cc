#include "contract/cart_store_contract.h"

#include <algorithm>

#include "support/at_once.h"

namespace souk::contract {

using support::a_key;

TEST_P(CartStoreContract, FindsACartExactlyAsItWasSaved) {
  Cart cart = support::a_cart(home_->ids, home_->clock.now(), {{support::a_product(home_->ids, "Mug"), 3}});
  cart.billing_address = support::an_address();
  cart.shipping_option = "standard";
  cart.shown_total = support::eur(5997);

  const Cart stored = saved(cart);

  cart.version = 1;
  EXPECT_EQ(stored, cart);
  EXPECT_EQ(home_->carts->find(cart.id).value(), cart);
}

TEST_P(CartStoreContract, KnowsNoCartThatWasNotSaved) {
  EXPECT_EQ(home_->carts->find(home_->ids.fresh<CartId>()).error().code, ErrorCode::not_found);
}

TEST_P(CartStoreContract, CountsAVersionUpWithEverySave) {
  Cart cart = saved(new_cart());
  cart.email = "ada@example.com";

  cart = saved(cart);

  EXPECT_EQ(cart.version, 2);
  EXPECT_EQ(home_->carts->find(cart.id).value().email, "ada@example.com");
}

TEST_P(CartStoreContract, RefusesToReplaceACartThatMovedOn) {
  const Cart cart = saved(new_cart());
  saved(cart);

  EXPECT_EQ(home_->carts->save({}, cart).error().code, ErrorCode::version_conflict);
}

TEST_P(CartStoreContract, RefusesANewCartUnderAnIdThatIsTaken) {
  const Cart cart = new_cart();
  saved(cart);

  EXPECT_EQ(home_->carts->save({}, cart).error().code, ErrorCode::version_conflict);
}

TEST_P(CartStoreContract, RefusesToReplaceACartThatIsNotThere) {
  Cart cart = new_cart();
  cart.version = 1;

  EXPECT_EQ(home_->carts->save({}, cart).error().code, ErrorCode::not_found);
}

TEST_P(CartStoreContract, ForgetsACartWhenItExpires) {
  const Cart cart = saved(new_cart());
  home_->clock.advance(std::chrono::days{30});

  EXPECT_EQ(home_->carts->find(cart.id).error().code, ErrorCode::not_found);
  EXPECT_EQ(home_->carts->save({}, cart).error().code, ErrorCode::not_found);
}

TEST_P(CartStoreContract, DropsExpiredCartsOldestFirstAndNoOthers) {
  const Cart old = saved(new_cart());
  home_->clock.advance(std::chrono::hours{1});
  const Cart newer = saved(new_cart());
  home_->clock.advance(std::chrono::days{30});
  const Cart fresh = saved(new_cart());

  EXPECT_EQ(home_->carts->drop_expired(home_->clock.now(), 1).value(), 1);
  EXPECT_EQ(home_->carts->drop_expired(home_->clock.now(), 10).value(), 0) << "the other one ends only now";
  home_->clock.advance(std::chrono::milliseconds{1});
  EXPECT_EQ(home_->carts->drop_expired(home_->clock.now(), 10).value(), 1);
  EXPECT_TRUE(home_->carts->find(fresh.id).has_value());
}

TEST_P(CartStoreContract, RemembersWhatWasShownWithoutANewVersion) {
  const Cart cart = saved(new_cart());

  ASSERT_TRUE(home_->carts->remember_total(cart.id, cart.version, support::eur(1234)));

  const Cart found = home_->carts->find(cart.id).value();
  EXPECT_EQ(found.shown_total, support::eur(1234));
  EXPECT_EQ(found.version, cart.version);
}

TEST_P(CartStoreContract, RemembersNoTotalOfACartThatMovedOn) {
  const Cart cart = saved(new_cart());
  saved(cart);

  ASSERT_TRUE(home_->carts->remember_total(cart.id, cart.version, support::eur(1234)));

  EXPECT_EQ(home_->carts->find(cart.id).value().shown_total, std::nullopt);
}

TEST_P(CartStoreContract, DoesNotLetCallersSayWhichOrderACartBecame) {
  Cart cart = new_cart();
  cart.order = home_->ids.fresh<OrderId>();

  EXPECT_EQ(saved(cart).order, std::nullopt);
  EXPECT_EQ(home_->carts->find(cart.id).value().order, std::nullopt);
}

TEST_P(CartStoreContract, StoresTheAnswerWithTheCartAndMakesItOnlyOnce) {
  const ports::Repeatable<Cart> repeatable{.key = a_key("one"), .encode = [](const Cart& cart) {
                                             return ports::Answer{.status = 201, .body = cart.id.text(), .etag = "\"1\""};
                                           }};
  const Cart first = home_->carts->save(repeatable, new_cart()).value();
  const Cart twin = new_cart();

  EXPECT_EQ(home_->carts->save(repeatable, twin).error().code, ErrorCode::request_in_progress);

  EXPECT_EQ(home_->carts->find(twin.id).error().code, ErrorCode::not_found);
  const auto stored = std::get<ports::StoredAnswer>(home_->answers->find(a_key("one")).value()).answer;
  EXPECT_EQ(stored, (ports::Answer{.status = 201, .body = first.id.text(), .etag = "\"1\""}));
}

TEST_P(CartStoreContract, StoresNoAnswerToASaveThatWasRefused) {
  const Cart cart = saved(new_cart());
  saved(cart);
  const ports::Repeatable<Cart> repeatable{.key = a_key("one"),
                                           .encode = [](const Cart&) { return ports::Answer{.status = 200, .body = "{}"}; }};

  EXPECT_EQ(home_->carts->save(repeatable, cart).error().code, ErrorCode::version_conflict);

  EXPECT_TRUE(std::holds_alternative<std::monostate>(home_->answers->find(a_key("one")).value()));
}

TEST_P(CartStoreContract, LetsOneOfManySavesOfAVersionWin) {
  const Cart cart = saved(new_cart());

  const auto outcomes = support::at_once(10, [&](int) { return home_->carts->save({}, cart); });

  EXPECT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
  EXPECT_EQ(home_->carts->find(cart.id).value().version, 2);
}

}  // namespace souk::contract
