#include "commerce/order/shortage.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

StockItemId item(std::uint8_t number) {
  StockItemId id;
  id.bytes[21] = number;
  return id;
}

Quote two_lines() {
  Quote quote;
  PricedLine mug;
  mug.title = "Mug";
  mug.stock_item = item(1);
  PricedLine tea;
  tea.title = "Tea";
  tea.variant_title = "250 g";
  tea.stock_item = item(2);
  quote.lines = {mug, tea};
  return quote;
}

TEST(Shortage, NamesTheLineAndHowManyAreLeft) {
  EXPECT_EQ(shortage(two_lines(), item(1), 0), (Error{ErrorCode::out_of_stock, "Mug is out of stock", {}, "/lines/0"}));
  EXPECT_EQ(shortage(two_lines(), item(2), 1),
            (Error{ErrorCode::out_of_stock, "Only 1 of Tea (250 g) is left", {}, "/lines/1"}));
  EXPECT_EQ(shortage(two_lines(), item(2), 2).detail, "Only 2 of Tea (250 g) are left");
}

TEST(Shortage, CallsBackorderedAndUnknownItemsJustOut) {
  EXPECT_EQ(shortage(two_lines(), item(1), -3).detail, "Mug is out of stock");
  EXPECT_EQ(shortage(two_lines(), item(9), 3).detail, "Something in the cart is out of stock");
}

}  // namespace
}  // namespace souk
