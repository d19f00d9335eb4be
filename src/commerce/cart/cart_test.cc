#include "commerce/cart/cart.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk {
namespace {

template <class AnyId>
AnyId id(std::uint8_t number) {
  AnyId id;
  id.bytes.back() = number;
  return id;
}

Cart with(Cart cart, std::uint8_t variant, std::int64_t quantity) {
  return with_line(std::move(cart), id<LineId>(variant), id<VariantId>(variant), quantity, {}).value();
}

Cart full_cart() {
  Cart cart;
  for (std::size_t i = 0; i < kMaxDistinctVariants; ++i) cart = with(std::move(cart), static_cast<std::uint8_t>(i), 1);
  return cart;
}

Cart any_cart() {
  Cart cart;
  const int lines = *rc::gen::inRange(0, 60);
  for (int i = 0; i < lines; ++i) {
    const auto variant = *rc::gen::inRange<std::uint8_t>(0, 70);
    const auto next = with_line(cart, id<LineId>(static_cast<std::uint8_t>(i)), id<VariantId>(variant),
                                *rc::gen::inRange<std::int64_t>(1, 20), {});
    if (next) cart = *next;
  }
  return cart;
}

TEST(Cart, TheSameVariantAgainGrowsItsLine) {
  Cart cart = with(Cart{}, 1, 2);

  cart = with_line(cart, id<LineId>(9), id<VariantId>(1), 3, {}).value();

  ASSERT_EQ(cart.lines.size(), 1U);
  EXPECT_EQ(cart.lines[0].quantity, 5);
  EXPECT_EQ(cart.lines[0].id, id<LineId>(1));
}

TEST(Cart, LinesStayWithinTheirRule) {
  const QuantityRule dozens{.minimum = 12, .maximum = 24};
  const auto add = [](const Cart& cart, std::int64_t quantity, QuantityRule rule) {
    return with_line(cart, id<LineId>(1), id<VariantId>(1), quantity, rule);
  };

  EXPECT_EQ(add({}, 11, dozens).error().code, ErrorCode::invalid_quantity);
  EXPECT_EQ(add({}, 25, dozens).error().code, ErrorCode::invalid_quantity);
  EXPECT_EQ(add(add({}, 12, dozens).value(), 12, dozens)->lines[0].quantity, 24);
  EXPECT_EQ(add(add({}, 12, dozens).value(), 13, dozens).error().code, ErrorCode::invalid_quantity);
  for (const std::int64_t quantity : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min(),
                                      kMaxLineQuantity + 1, std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(add(with({}, 1, 1), quantity, {}).error().code, ErrorCode::invalid_quantity) << quantity;
}

TEST(Cart, HoldsFiftyDifferentVariants) {
  const Cart cart = full_cart();

  EXPECT_EQ(with_line(cart, id<LineId>(99), id<VariantId>(99), 1, {}).error().code, ErrorCode::cart_full);
  EXPECT_EQ(with(cart, 7, 4).lines[7].quantity, 5) << "a known variant still fits";
}

TEST(Cart, ChangesAndDropsALineById) {
  const Cart cart = with(with(Cart{}, 1, 1), 2, 1);

  EXPECT_EQ(with_quantity(cart, id<LineId>(2), 7, {})->lines[1].quantity, 7);
  EXPECT_EQ(with_quantity(cart, id<LineId>(2), 0, {}).error().code, ErrorCode::invalid_quantity);
  EXPECT_EQ(with_quantity(cart, id<LineId>(3), 1, {}).error().code, ErrorCode::not_found);
  EXPECT_EQ(without_line(cart, id<LineId>(1))->lines, (std::vector<CartLine>{{id<LineId>(2), id<VariantId>(2), 1}}));
  EXPECT_EQ(without_line(cart, id<LineId>(3)).error().code, ErrorCode::not_found);
}

TEST(Cart, AMergeKeepsTheLargerQuantityAndTheCustomersOwnAddress) {
  Address own;
  own.name = "Own";
  Cart customer = with(with(Cart{}, 1, 2), 2, 9);
  customer.shipping_address = own;
  Cart guest = with(with(Cart{}, 2, 3), 3, 4);
  guest.shipping_address = Address{};
  guest.email = "guest@example.com";

  const Cart cart = merged(customer, guest);

  EXPECT_EQ(cart.lines, with(customer, 3, 4).lines);
  EXPECT_EQ(cart.shipping_address, own);
  EXPECT_EQ(cart.email, "guest@example.com");
}

RC_GTEST_PROP(Cart, AMergeAppliedTwiceChangesNothing, ()) {
  const Cart customer = any_cart();
  const Cart guest = any_cart();

  const Cart once = merged(customer, guest);

  RC_ASSERT(merged(once, guest) == once);
  RC_ASSERT(once.lines.size() <= kMaxDistinctVariants);
  for (const CartLine& line : once.lines) {
    RC_ASSERT(std::ranges::count(once.lines, line.variant, &CartLine::variant) == 1);
    const auto quantity_in = [&line](const Cart& cart) {
      const auto found = std::ranges::find(cart.lines, line.variant, &CartLine::variant);
      return found == cart.lines.end() ? 0 : found->quantity;
    };
    RC_ASSERT(line.quantity == std::max(quantity_in(customer), quantity_in(guest)));
  }
}

}  // namespace
}  // namespace souk
