#include "commerce/money/money.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk {
namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();

Money eur(std::int64_t minor) { return {minor, Currency::parse("EUR").value()}; }
Money jpy(std::int64_t minor) { return {minor, Currency::parse("JPY").value()}; }

std::int64_t any_minor() { return *rc::gen::inRange<std::int64_t>(-kMaxMinor, kMaxMinor + 1); }
Currency any_currency() { return Currency::all()[*rc::gen::inRange<std::size_t>(0, Currency::all().size())]; }

std::vector<std::int64_t> minors_of(const std::vector<Money>& parts) {
  std::vector<std::int64_t> minors;
  minors.reserve(parts.size());
  for (const Money part : parts) minors.push_back(part.minor);
  return minors;
}

TEST(Money, AddsAndSubtractsWithinACurrency) {
  EXPECT_EQ(add(eur(1), eur(2)), eur(3));
  EXPECT_EQ(subtract(eur(1), eur(2)), eur(-1));
  EXPECT_EQ(multiply(eur(333), 3), eur(999));
  EXPECT_EQ(sum(std::vector{eur(1), eur(2), eur(3)}, eur(0).currency), eur(6));
  EXPECT_EQ(sum({}, eur(0).currency), eur(0));
}

TEST(Money, NoSumCrossesCurrencies) {
  EXPECT_FALSE(add(eur(1), jpy(1)).has_value());
  EXPECT_FALSE(subtract(eur(1), jpy(1)).has_value());
  EXPECT_FALSE(sum(std::vector{eur(1), jpy(1)}, eur(0).currency).has_value());
}

TEST(Money, RefusesWhatJavaScriptCouldNotRead) {
  EXPECT_EQ(add(eur(kMaxMinor - 1), eur(1)), eur(kMaxMinor));
  EXPECT_FALSE(add(eur(kMaxMinor), eur(1)).has_value());
  EXPECT_FALSE(subtract(eur(-kMaxMinor), eur(1)).has_value());
  EXPECT_FALSE(multiply(eur(kMaxMinor), 2).has_value());
  EXPECT_FALSE(add(eur(kLargest), eur(kLargest)).has_value());
  EXPECT_FALSE(multiply(eur(kSmallest), kSmallest).has_value());
  EXPECT_FALSE(sum(std::vector{eur(kMaxMinor), eur(1)}, eur(0).currency).has_value());
  EXPECT_EQ(sum(std::vector{eur(kMaxMinor), eur(1), eur(-1)}, eur(0).currency), eur(kMaxMinor)) << "only the result counts";
}

RC_GTEST_PROP(Money, SubtractionUndoesAddition, ()) {
  const Money a = eur(any_minor());
  const Money b = eur(any_minor());

  const auto total = add(a, b);

  RC_ASSERT(total.has_value() == (std::abs(a.minor + b.minor) <= kMaxMinor));
  if (total) RC_ASSERT(subtract(*total, b).value() == a);
}

TEST(Money, PortionsAreRoundedOnce) {
  EXPECT_EQ(portion(eur(1), 1, 2, Rounding::half_up), eur(1));
  EXPECT_EQ(portion(eur(-1), 1, 2, Rounding::half_up), eur(-1)) << "away from zero at exactly a half";
  EXPECT_EQ(portion(eur(1), 1, 2, Rounding::down), eur(0));
  EXPECT_EQ(portion(eur(-1), 1, 2, Rounding::down), eur(0));
  EXPECT_EQ(portion(eur(10), 1, 3, Rounding::half_up), eur(3));
  EXPECT_EQ(portion(eur(20), 1, 3, Rounding::half_up), eur(7));
  EXPECT_EQ(portion(eur(kMaxMinor), kLargest, kLargest, Rounding::half_up), eur(kMaxMinor)) << "128 bits between";
  EXPECT_FALSE(portion(eur(kMaxMinor), kLargest, 1, Rounding::down).has_value());
  EXPECT_FALSE(portion(eur(1), 1, 0, Rounding::down).has_value());
}

RC_GTEST_PROP(Money, APortionIsWithinAHalfOfTheExactValue, ()) {
  const std::int64_t amount = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'001);
  const std::int64_t numerator = *rc::gen::inRange<std::int64_t>(0, 100'001);
  const std::int64_t denominator = *rc::gen::inRange<std::int64_t>(1, 100'001);

  const Money rounded = portion(eur(amount), numerator, denominator, Rounding::half_up).value();
  const Money cut = portion(eur(amount), numerator, denominator, Rounding::down).value();

  const std::int64_t error = rounded.minor * denominator - amount * numerator;
  RC_ASSERT(2 * std::abs(error) <= denominator);
  RC_ASSERT(std::abs(cut.minor) * denominator <= std::abs(amount) * numerator);
  RC_ASSERT((std::abs(cut.minor) + 1) * denominator > std::abs(amount) * numerator);
}

TEST(Money, AllocationGivesTiesToTheEarlierPart) {
  const auto split = [](std::int64_t total, std::vector<std::int64_t> weights) {
    return minors_of(allocate(eur(total), weights).value());
  };

  EXPECT_EQ(split(100, {1, 1, 1}), (std::vector<std::int64_t>{34, 33, 33}));
  EXPECT_EQ(split(5, {1, 1, 1}), (std::vector<std::int64_t>{2, 2, 1}));
  EXPECT_EQ(split(-5, {1, 1, 1}), (std::vector<std::int64_t>{-2, -2, -1}));
  EXPECT_EQ(split(10, {1, 2, 0}), (std::vector<std::int64_t>{3, 7, 0}));
  EXPECT_EQ(split(1, {0, 1, 1}), (std::vector<std::int64_t>{0, 1, 0}));
  EXPECT_EQ(split(0, {3, 4}), (std::vector<std::int64_t>{0, 0}));
}

TEST(Money, AllocationRefusesWeightsThatMeanNothing) {
  EXPECT_FALSE(allocate(eur(1), std::vector<std::int64_t>{}).has_value());
  EXPECT_FALSE(allocate(eur(1), std::vector<std::int64_t>{0, 0}).has_value());
  EXPECT_FALSE(allocate(eur(1), std::vector<std::int64_t>{2, -1}).has_value());
}

TEST(Money, AllocationHoldsAtTheLargestAmountsAndWeights) {
  const auto parts = allocate(eur(kMaxMinor), std::vector<std::int64_t>{kLargest, kLargest, kLargest});

  EXPECT_EQ(sum(*parts, eur(0).currency), eur(kMaxMinor));
}

RC_GTEST_PROP(Money, AllocationSumsToTheTotal, ()) {
  const Money total = eur(any_minor());
  auto weights =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, kMaxMinor)));
  RC_PRE(std::ranges::any_of(weights, [](std::int64_t weight) { return weight > 0; }));

  const auto parts = allocate(total, weights).value();

  RC_ASSERT(parts.size() == weights.size());
  RC_ASSERT(sum(parts, total.currency).value() == total);
  __int128 weight_sum = 0;
  for (const std::int64_t weight : weights) weight_sum += weight;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // No part is a whole unit away from its exact share, and none takes the other direction.
    const __int128 error = static_cast<__int128>(parts[i].minor) * weight_sum - static_cast<__int128>(total.minor) * weights[i];
    RC_ASSERT(error < weight_sum && -error < weight_sum);
    RC_ASSERT(weights[i] > 0 || parts[i].minor == 0);
    RC_ASSERT(parts[i].minor == 0 || (parts[i].minor < 0) == (total.minor < 0));
  }
}

RC_GTEST_PROP(Money, EqualWeightsNeverFavourTheLaterPart, ()) {
  const std::vector<std::int64_t> weights(*rc::gen::inRange<std::size_t>(1, 60), *rc::gen::inRange<std::int64_t>(1, 1000));

  const auto parts = minors_of(allocate(eur(*rc::gen::inRange<std::int64_t>(0, kMaxMinor)), weights).value());

  RC_ASSERT(std::ranges::is_sorted(parts, std::ranges::greater{}));
  RC_ASSERT(parts.front() - parts.back() <= 1);
}

RC_GTEST_PROP(Money, DecimalsReadBackInEveryCurrency, ()) {
  const Money money{*rc::gen::inRange<std::int64_t>(0, kMaxMinor + 1), any_currency()};

  const std::string text = to_decimal(money);

  RC_ASSERT(parse_decimal(text, money.currency).value() == money);
  const std::size_t point = text.find('.');
  RC_ASSERT((point == std::string::npos ? 0 : text.size() - point - 1) == static_cast<std::size_t>(money.currency.exponent()));
}

TEST(Money, IsWrittenWithAllPlacesOfItsCurrency) {
  EXPECT_EQ(to_decimal(eur(1990)), "19.90");
  EXPECT_EQ(to_decimal(eur(5)), "0.05");
  EXPECT_EQ(to_decimal(eur(-5)), "-0.05");
  EXPECT_EQ(to_decimal(jpy(1999)), "1999");
  EXPECT_EQ(to_decimal({1, Currency::parse("CLF").value()}), "0.0001");
  EXPECT_EQ(to_decimal(eur(kSmallest)), "-92233720368547758.08");
}

TEST(Money, ReadsPlainDecimalsAlone) {
  EXPECT_EQ(parse_decimal("19", eur(0).currency), eur(1900));
  EXPECT_EQ(parse_decimal("19.9", eur(0).currency), eur(1990));
  EXPECT_EQ(parse_decimal("0.00", eur(0).currency), eur(0));
  EXPECT_EQ(parse_decimal("90071992547409.91", eur(0).currency), eur(kMaxMinor));
  for (const std::string_view text : {"", ".", "19.", ".5", "-1", "+1", "1e2", "1,5", "1 000", "19.999", "0x10", "1.2.3", " 1",
                                      "90071992547409.92", "99999999999999999999999999999999999999999999999999"})
    EXPECT_FALSE(parse_decimal(text, eur(0).currency).has_value()) << text;
  EXPECT_FALSE(parse_decimal("1.0", jpy(0).currency).has_value());
}

}  // namespace
}  // namespace souk
