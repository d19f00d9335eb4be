#include "usecases/change_settings.h"

#include <gtest/gtest.h>

#include "support/shop.h"

namespace souk::usecases {
namespace {

using support::error_of;
using support::Shop;

TEST(ChangeSettings, ReplacesTheSettingsThatWereRead) {
  Shop shop;
  const ChangeSettings change_settings{*shop.settings};
  ShopSettings settings = *shop.settings->load();
  settings.name = "Leaf & Kiln";

  ASSERT_TRUE(change_settings({}, settings));

  EXPECT_EQ(shop.settings->load()->name, "Leaf & Kiln");
  EXPECT_EQ(error_of(change_settings({}, settings)), ErrorCode::version_conflict);
}

TEST(ChangeSettings, KeepsTheCurrencyOnceSomethingIsForSale) {
  Shop shop;
  shop.with("Mug");
  ShopSettings settings = *shop.settings->load();
  settings.currency = *Currency::parse("JPY");

  EXPECT_EQ(error_of(ChangeSettings{*shop.settings}({}, settings)), ErrorCode::currency_fixed);
}

TEST(ChangeSettings, RefusesANamelessShop) {
  Shop shop;
  ShopSettings settings = *shop.settings->load();
  settings.name = "";

  EXPECT_EQ(error_of(ChangeSettings{*shop.settings}({}, settings)), ErrorCode::validation_failed);
}

}  // namespace
}  // namespace souk::usecases
