#include "commerce/order/masked.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

Order an_order() {
  Order order;
  order.email = "ada@example.com";
  order.shipping_address = {.name = "Ada Byron",
                            .company = "Engines Ltd",
                            .line1 = "Marktplatz 1",
                            .line2 = "",
                            .city = "Bremen",
                            .region = "HB",
                            .postal_code = "28195",
                            .country = "DE",
                            .phone = "+49 421 1234567"};
  order.billing_address = order.shipping_address;
  return order;
}

TEST(MaskedOrder, TellsTownAndCountryAndNobodysName) {
  const Order order = masked(an_order());

  const Address expected{.name = "A…",
                         .company = "…",
                         .line1 = "…",
                         .line2 = "",
                         .city = "Bremen",
                         .region = "HB",
                         .postal_code = "…",
                         .country = "DE",
                         .phone = "…"};
  EXPECT_EQ(order.email, "a…@example.com");
  EXPECT_EQ(order.shipping_address, expected);
  EXPECT_EQ(order.billing_address, expected);
}

TEST(MaskedOrder, KeepsWhatIsNotThereAbsent) {
  Order order = an_order();
  order.shipping_address = {};
  order.billing_address = std::nullopt;

  EXPECT_EQ(masked(order).shipping_address, Address{});
  EXPECT_EQ(masked(order).billing_address, std::nullopt);
}

TEST(MaskedOrder, HidesNamesOfOneLetterToo) {
  Order order = an_order();
  order.shipping_address.name = "Å";

  EXPECT_EQ(masked(order).shipping_address.name, "…");
}

}  // namespace
}  // namespace souk
