#include "commerce/shop/settings.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

ShopSettings a_shop() {
  ShopSettings settings;
  settings.currency = Currency::parse("EUR").value();
  return settings;
}

template <class Change>
std::string pointer_of(Change change) {
  ShopSettings settings = a_shop();
  change(settings);
  const auto result = validated(std::move(settings));
  return result ? "accepted" : result.error().pointer;
}

TEST(ShopSettings, TheDefaultsOfANewShopAreGood) { EXPECT_EQ(validated(a_shop()), a_shop()); }

TEST(ShopSettings, RefusalsPointToTheirCause) {
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.name = ""; }), "/name");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.currency = Currency{}; }), "/currency");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.ship_to_countries = {"DE", "XX"}; }), "/ship_to_countries/1");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.ship_to_countries = {"DE", "AT", "DE"}; }), "/ship_to_countries/2");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.time_zone = "../etc/passwd"; }), "/time_zone");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.seller.name = "Tea shop"; }), "/seller/line1");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.sender_email = "shop"; }), "/sender_email");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.tax_rate_basis_points = 10'001; }), "/tax_rate_basis_points");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.flat_shipping_minor = -1; }), "/flat_shipping_minor");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.manual_payment = {true, " ", "Pay within 14 days"}; }),
            "/payment_methods/manual/title");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.manual_payment.instructions = std::string(2001, 'x'); }),
            "/payment_methods/manual/instructions");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.hold_limits.per_client = 0; }), "/hold_limits/per_client");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.hold_limits.per_client_and_item = 1001; }), "/hold_limits/per_client_and_item");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.order_number_prefix = "ÄÖÜ"; }), "/order_number_prefix");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.terms_version = ""; }), "/terms_version");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.terms_url = "javascript:alert(1)"; }), "/terms_url");
}

TEST(ShopSettings, AcceptsWhatShopsHave) {
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.time_zone = "America/Argentina/Buenos_Aires"; }), "accepted");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.order_number_prefix = ""; }), "accepted");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.manual_payment = {true, "Bank transfer", "To IBAN DE00\nwithin 14 days"}; }),
            "accepted");
  EXPECT_EQ(pointer_of([](ShopSettings& s) { s.terms_url = "https://example.com/terms"; }), "accepted");
}

}  // namespace
}  // namespace souk
