#include "embedded/order_numbers.h"

#include <set>

#include <gtest/gtest.h>

#include "embedded/settings_store.h"
#include "support/at_once.h"
#include "support/fixed_clock.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

class OrderNumbersTest : public testing::Test {
 protected:
  void use_prefix(const std::string& prefix) {
    ShopSettings settings = settings_->load().value();
    settings.order_number_prefix = prefix;
    ASSERT_TRUE(settings_->save({}, settings));
  }

  support::TempFolder folder_;
  support::FixedClock clock_;
  std::unique_ptr<Database> database_ = Database::open(folder_.path(), clock_).value();
  std::unique_ptr<ports::SettingsStore> settings_ = open_settings_store(*database_, clock_).value();
};

TEST_F(OrderNumbersTest, CountFromTenThousandAndOne) {
  OrderNumbers numbers(*database_, *settings_);

  EXPECT_EQ(numbers.next().value(), "S10001");
  EXPECT_EQ(numbers.next().value(), "S10002");
}

TEST_F(OrderNumbersTest, AreNeverGivenTwiceAlsoAfterARestart) {
  std::set<std::string> given;
  for (int start = 0; start < 3; ++start) {
    OrderNumbers numbers(*database_, *settings_);
    const auto taken = support::at_once(4, [&](int) {
      std::vector<std::string> mine;
      for (int i = 0; i < 60; ++i) mine.push_back(numbers.next().value());
      return mine;
    });
    for (const auto& mine : taken) {
      for (const std::string& number : mine) EXPECT_TRUE(given.insert(number).second) << number;
    }
  }
  EXPECT_EQ(given.size(), 720u);
}

TEST_F(OrderNumbersTest, AreGivenAgainWhenNobodyUsedThem) {
  OrderNumbers numbers(*database_, *settings_);
  const std::string unused = numbers.next().value();

  numbers.give_back(unused);

  EXPECT_EQ(numbers.next().value(), unused);
  EXPECT_NE(numbers.next().value(), unused);
}

TEST_F(OrderNumbersTest, KeepApartFromAPrefixThatEndsInADigit) {
  OrderNumbers numbers(*database_, *settings_);
  use_prefix("S1");

  EXPECT_EQ(numbers.next().value(), "S1-10001");
}

}  // namespace
}  // namespace souk::embedded
