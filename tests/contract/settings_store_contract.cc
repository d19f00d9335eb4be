#include "contract/settings_store_contract.h"

#include <algorithm>

#include "support/at_once.h"
#include "support/builders.h"

namespace souk::contract {

TEST_P(SettingsStoreContract, StartsWithDefaultsInEuros) {
  const ShopSettings settings = home_->settings->load().value();

  EXPECT_EQ(settings.currency, support::euro());
  EXPECT_EQ(settings.version, 1);
  EXPECT_FALSE(settings.name.empty());
}

TEST_P(SettingsStoreContract, LoadsWhatWasSaved) {
  ShopSettings settings = home_->settings->load().value();
  settings.name = "Morgenkai";
  settings.ship_to_countries = {"DE", "AT"};

  const ShopSettings saved = home_->settings->save({}, settings).value();

  settings.version = 2;
  EXPECT_EQ(saved, settings);
  EXPECT_EQ(home_->settings->load().value(), settings);
}

TEST_P(SettingsStoreContract, RefusesSettingsThatChangedSinceTheyWereRead) {
  const ShopSettings settings = home_->settings->load().value();
  ASSERT_TRUE(home_->settings->save({}, settings));

  EXPECT_EQ(home_->settings->save({}, settings).error().code, ErrorCode::version_conflict);
}

TEST_P(SettingsStoreContract, ChangesTheCurrencyOfAnEmptyShopOnly) {
  ShopSettings settings = home_->settings->load().value();
  settings.currency = Currency::parse("JPY").value();
  settings = home_->settings->save({}, settings).value();
  EXPECT_EQ(home_->settings->load().value().currency.code(), "JPY");
  ASSERT_TRUE(home_->catalog->put({}, {.product = support::a_product(home_->ids, "Mug")}));

  settings.currency = support::euro();

  EXPECT_EQ(home_->settings->save({}, settings).error().code, ErrorCode::currency_fixed);
  EXPECT_EQ(home_->settings->load().value().currency.code(), "JPY");
}

TEST_P(SettingsStoreContract, StoresTheAnswerWithTheSettings) {
  const auto key = support::a_key("one");
  const ports::Repeatable<ShopSettings> repeatable{.key = key, .encode = [](const ShopSettings& settings) {
                                                     return ports::Answer{.status = 200,
                                                                          .body = std::to_string(settings.version)};
                                                   }};
  const ShopSettings settings = home_->settings->load().value();

  ASSERT_TRUE(home_->settings->save(repeatable, settings));

  EXPECT_EQ(home_->settings->save(repeatable, settings).error().code, ErrorCode::request_in_progress);
  EXPECT_EQ(std::get<ports::StoredAnswer>(home_->answers->find(key).value()).answer.body, "2");
}

TEST_P(SettingsStoreContract, LetsOneOfManySavesOfAVersionWin) {
  const ShopSettings settings = home_->settings->load().value();

  const auto outcomes = support::at_once(10, [&](int i) {
    ShopSettings mine = settings;
    mine.name = std::to_string(i);
    return home_->settings->save({}, mine);
  });

  const auto winner = std::ranges::find_if(outcomes, [](const auto& outcome) { return outcome.has_value(); });
  EXPECT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
  EXPECT_EQ(home_->settings->load().value(), **winner);
}

}  // namespace souk::contract
