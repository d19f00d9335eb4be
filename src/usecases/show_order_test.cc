#include "usecases/show_order.h"

#include <gtest/gtest.h>

#include "embedded/signer.h"
#include "support/fixed_secrets.h"
#include "support/shop.h"

namespace souk::usecases {
namespace {

using support::error_of;
using support::Shop;

TEST(ShowOrder, ShowsTheOrderToWhoHoldsItsToken) {
  Shop shop;
  shop.with("Mug");
  const auto signer = embedded::make_signer(support::FixedSecrets{});
  const ShowOrder show_order{shop.ledger, *signer};
  const Order mine = shop.ordered("Mug");
  const Order other = shop.ordered("Mug");

  EXPECT_EQ(show_order(mine.id, order_token(*signer, mine.id))->id, mine.id);
  EXPECT_EQ(order_token(*signer, mine.id).size(), 64U);
  EXPECT_NE(order_token(*signer, mine.id), order_token(*signer, other.id));
}

TEST(ShowOrder, TellsAStrangerNothing) {
  Shop shop;
  shop.with("Mug");
  const auto signer = embedded::make_signer(support::FixedSecrets{});
  const ShowOrder show_order{shop.ledger, *signer};
  const Order order = shop.ordered("Mug");
  const OrderId unknown = shop.ids.fresh<OrderId>();

  const auto wrong = show_order(order.id, order_token(*signer, unknown));
  const auto absent = show_order(unknown, order_token(*signer, order.id));

  ASSERT_EQ(error_of(wrong), ErrorCode::not_found);
  ASSERT_FALSE(absent);
  EXPECT_EQ(wrong.error(), absent.error());
  EXPECT_EQ(error_of(show_order(order.id, "")), ErrorCode::not_found);
}

}  // namespace
}  // namespace souk::usecases
