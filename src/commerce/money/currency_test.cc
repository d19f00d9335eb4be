#include "commerce/money/currency.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace souk {
namespace {

TEST(Currency, EveryOneOfTheListIsFoundByItsCode) {
  EXPECT_EQ(Currency::all().size(), 157U);
  for (const Currency& currency : Currency::all()) {
    const auto found = Currency::parse(currency.code());

    ASSERT_TRUE(found.has_value()) << currency.code();
    EXPECT_EQ(*found, currency);
    EXPECT_GE(currency.exponent(), 0);
    EXPECT_LE(currency.exponent(), 4);
  }
}

TEST(Currency, TheListHasNoCodeTwice) {
  EXPECT_TRUE(std::ranges::is_sorted(Currency::all(), std::ranges::less_equal{}, &Currency::code));
  EXPECT_EQ(std::ranges::adjacent_find(Currency::all(), {}, &Currency::code), Currency::all().end());
}

TEST(Currency, ExponentsAreThoseOfIso4217) {
  const auto exponent_of = [](std::string_view code) { return Currency::parse(code).value().exponent(); };

  for (const auto code : {"JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF"})
    EXPECT_EQ(exponent_of(code), 0) << code;
  for (const auto code : {"EUR", "USD", "HUF", "IDR", "MRU", "MGA", "XCG", "ZWG", "SLE", "VED"})
    EXPECT_EQ(exponent_of(code), 2) << code;
  for (const auto code : {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}) EXPECT_EQ(exponent_of(code), 3) << code;
  for (const auto code : {"CLF", "UYW"}) EXPECT_EQ(exponent_of(code), 4) << code;
}

TEST(Currency, RefusesWhatNobodyPaysWith) {
  for (const auto code : {"", "EU", "EURO", "eur", "XXX", "XTS", "XAU", "USN", "CHE", "BGN", "ANG", "HRK", "EUR\n"})
    EXPECT_FALSE(Currency::parse(code).has_value()) << code;
}

TEST(Currency, NoCurrencyIsTheDefault) {
  EXPECT_EQ(Currency{}.code(), "XXX");
  EXPECT_EQ(Currency{}.exponent(), 0);
}

}  // namespace
}  // namespace souk
