#include "commerce/pricing/quote.h"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "commerce/cart/cart.h"

namespace souk {
namespace {

Currency eur() { return Currency::parse("EUR").value(); }
Money euro_cents(std::int64_t minor) { return {minor, eur()}; }

PricedLine a_line(std::int64_t unit_minor, std::int64_t quantity, Currency currency = eur()) {
  PricedLine line;
  line.unit_price = {unit_minor, currency};
  line.quantity = quantity;
  return line;
}

Calculation of(std::vector<PricedLine> lines, Currency currency = eur()) { return {currency, std::move(lines), {}}; }

PricingStep standard_shipping(std::int64_t minor) { return flat_shipping(euro_cents(minor), "standard", "Standard"); }

/// A promotion as later steps will be: `percent` off lines and shipping, the shares by largest remainder.
PricingStep percent_off(std::int64_t percent) {
  return [percent](Calculation calculation) -> Result<Calculation> {
    TRY(const auto lines, calculation.discounted_lines());
    TRY(const Money shipping, calculation.discounted_shipping());
    std::vector<std::int64_t> weights;
    weights.reserve(lines.size() + 1);
    for (const Money line : lines) weights.push_back(line.minor);
    weights.push_back(shipping.minor);
    const Money whole{std::accumulate(weights.begin(), weights.end(), std::int64_t{0}), calculation.currency};
    if (whole.minor == 0) return calculation;
    TRY(const Money discount, portion(whole, percent, 100, Rounding::half_up));
    TRY(auto shares, allocate(discount, weights));
    const Money on_shipping = shares.back();
    shares.pop_back();
    calculation.adjustments.push_back(
        {AdjustmentKind::discount, "sale", "Sale", discount, false, std::move(shares), on_shipping});
    return calculation;
  };
}

ErrorCode refusal_of(const Calculation& start, const std::vector<PricingStep>& steps = {}) {
  const auto quote = price(start, steps);
  return quote ? ErrorCode::internal : quote.error().code;
}

TEST(Price, AddsShippingAndShowsTheTaxThatPricesContain) {
  const std::vector steps{standard_shipping(490), single_rate_tax(1900, true, "VAT 19 %")};

  const Quote quote = price(of({a_line(2500, 2), a_line(999, 1)}), steps).value();

  EXPECT_EQ(quote.totals.goods, euro_cents(5999));
  EXPECT_EQ(quote.totals.shipping, euro_cents(490));
  EXPECT_EQ(quote.totals.tax, euro_cents(0));
  EXPECT_EQ(quote.totals.included_tax, euro_cents(1036));  // 6489 × 19 / 119 = 1036.06
  EXPECT_EQ(quote.totals.total, euro_cents(6489));
  EXPECT_EQ(quote.lines[0].total, euro_cents(5000));
}

TEST(Price, AddsTaxOnTopWhenPricesExcludeIt) {
  const std::vector steps{standard_shipping(490), single_rate_tax(825, false, "Sales tax")};

  const Quote quote = price(of({a_line(2500, 2), a_line(999, 1)}), steps).value();

  EXPECT_EQ(quote.totals.tax, euro_cents(535));  // 6489 × 8.25 % = 535.34
  EXPECT_EQ(quote.totals.included_tax, euro_cents(0));
  EXPECT_EQ(quote.totals.total, euro_cents(7024));
  EXPECT_EQ(quote.adjustments[1].per_line, (std::vector{euro_cents(412), euro_cents(82)}));
  EXPECT_EQ(quote.adjustments[1].on_shipping, euro_cents(41));  // 40.40: the largest remainder
}

TEST(Price, TaxesOnlyWhatIsTaxable) {
  PricedLine book = a_line(1000, 1);
  book.taxable = false;

  const Quote quote = price(of({a_line(1000, 1), book}), std::vector{single_rate_tax(1000, false, "Tax")}).value();

  EXPECT_EQ(quote.adjustments[0].per_line, (std::vector{euro_cents(100), euro_cents(0)}));
}

TEST(Price, ShipsOnlyWhatNeedsIt) {
  PricedLine voucher = a_line(1000, 1);
  voucher.requires_shipping = false;

  EXPECT_TRUE(price(of({voucher}), std::vector{standard_shipping(490)})->adjustments.empty());
  EXPECT_EQ(price(of({voucher, a_line(1, 1)}), std::vector{standard_shipping(490)})->totals.shipping, euro_cents(490));
}

TEST(Price, NothingToTaxIsNoAdjustment) {
  EXPECT_TRUE(price(of({a_line(0, 3)}), std::vector{single_rate_tax(1900, false, "VAT")})->adjustments.empty());
  EXPECT_TRUE(price(of({a_line(100, 3)}), std::vector{single_rate_tax(0, false, "VAT")})->adjustments.empty());
  EXPECT_EQ(price(of({}), {})->totals.total, euro_cents(0));
}

TEST(Price, TaxesWhatIsLeftAfterDiscounts) {
  const std::vector steps{standard_shipping(1000), percent_off(50), single_rate_tax(1000, false, "Tax")};

  const Quote quote = price(of({a_line(1000, 1)}), steps).value();

  EXPECT_EQ(quote.totals.discount, euro_cents(1000));
  EXPECT_EQ(quote.totals.tax, euro_cents(100));
  EXPECT_EQ(quote.totals.total, euro_cents(1100));
}

TEST(Price, ADiscountOfEverythingIsFree) {
  const Quote quote =
      price(of({a_line(1000, 1)}), std::vector{standard_shipping(490), percent_off(100), single_rate_tax(1900, true, "VAT")})
          .value();

  EXPECT_EQ(quote.totals.total, euro_cents(0));
}

TEST(Price, RefusesQuantitiesThatAreNoneOrCostTooMuch) {
  EXPECT_EQ(refusal_of(of({a_line(1, 0)})), ErrorCode::invalid_quantity);
  EXPECT_EQ(refusal_of(of({a_line(1, -1)})), ErrorCode::invalid_quantity);
  EXPECT_EQ(refusal_of(of({a_line(kMaxMinor, 2)})), ErrorCode::invalid_quantity);
  EXPECT_EQ(refusal_of(of({a_line(kMaxMinor, 1), a_line(1, 1)})), ErrorCode::invalid_quantity);
  EXPECT_EQ(price(of({a_line(kMaxMinor, 1), a_line(1, 1)}), {}).error().pointer, "/lines/1");
  EXPECT_EQ(refusal_of(of({a_line(kMaxMinor, 1)}), {standard_shipping(1)}), ErrorCode::validation_failed);
  EXPECT_EQ(refusal_of(of({a_line(kMaxMinor, 1)}), {single_rate_tax(1, false, "Tax")}), ErrorCode::validation_failed);
}

TEST(Price, RefusesAnotherCurrency) {
  EXPECT_EQ(refusal_of(of({a_line(1, 1, Currency::parse("USD").value())})), ErrorCode::validation_failed);
  EXPECT_EQ(refusal_of(of({a_line(1, 1)}), {flat_shipping({1, Currency::parse("USD").value()}, "", "")}),
            ErrorCode::validation_failed);
}

TEST(Price, RefusesStepsThatDoNotAddUp) {
  const auto refusal_of_discount = [](std::int64_t amount, std::vector<Money> per_line) {
    Calculation start = of({a_line(10, 1)});
    start.adjustments.push_back(
        {AdjustmentKind::discount, "", "", euro_cents(amount), false, std::move(per_line), euro_cents(0)});
    return refusal_of(start);
  };

  EXPECT_EQ(refusal_of_discount(5, {}), ErrorCode::validation_failed);
  EXPECT_EQ(refusal_of_discount(5, {euro_cents(4)}), ErrorCode::validation_failed);
  EXPECT_EQ(refusal_of_discount(-5, {euro_cents(-5)}), ErrorCode::validation_failed);
  EXPECT_EQ(refusal_of_discount(11, {euro_cents(11)}), ErrorCode::validation_failed);
  EXPECT_EQ(refusal_of_discount(10, {euro_cents(10)}), ErrorCode::internal) << "this one is good";
}

TEST(Price, PassesOnWhatAStepReports) {
  const PricingStep refusing = [](const Calculation&) -> Result<Calculation> {
    return fail(ErrorCode::promotion_not_applicable, "Not today");
  };

  EXPECT_EQ(refusal_of(of({a_line(10, 1)}), {refusing}), ErrorCode::promotion_not_applicable);
}

RC_GTEST_PROP(Price, EverythingAddsUpInEveryCurrency, ()) {
  const Currency currency = Currency::all()[*rc::gen::inRange<std::size_t>(0, Currency::all().size())];
  Calculation start = of({}, currency);
  const int lines = *rc::gen::inRange(0, 51);
  for (int i = 0; i < lines; ++i) {
    start.lines.push_back(a_line(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000),
                                 *rc::gen::inRange<std::int64_t>(1, kMaxLineQuantity + 1), currency));
    start.lines.back().taxable = *rc::gen::arbitrary<bool>();
    start.lines.back().requires_shipping = *rc::gen::arbitrary<bool>();
  }
  const bool included = *rc::gen::arbitrary<bool>();
  std::vector<PricingStep> steps{
      flat_shipping({*rc::gen::inRange<std::int64_t>(0, 100'000), currency}, "standard", "Standard")};
  if (*rc::gen::arbitrary<bool>()) steps.push_back(percent_off(*rc::gen::inRange(0, 101)));
  if (*rc::gen::arbitrary<bool>()) steps.push_back(percent_off(*rc::gen::inRange(0, 101)));
  steps.push_back(single_rate_tax(*rc::gen::inRange(0, 10'001), included, "Tax"));

  const Quote quote = price(start, steps).value();

  const Totals& totals = quote.totals;
  std::int64_t goods = 0;
  for (const PricedLine& line : quote.lines) goods += line.unit_price.minor * line.quantity;
  RC_ASSERT(totals.goods.minor == goods);
  RC_ASSERT(totals.total.minor == totals.goods.minor + totals.shipping.minor + totals.tax.minor - totals.discount.minor);
  for (const Money term : {totals.goods, totals.discount, totals.shipping, totals.tax, totals.included_tax, totals.total}) {
    RC_ASSERT(term.minor >= 0);
    RC_ASSERT(term.currency == currency);
  }
  RC_ASSERT(totals.included_tax.minor <= totals.total.minor);
  RC_ASSERT((included ? totals.tax.minor : totals.included_tax.minor) == 0);
  for (const Adjustment& adjustment : quote.adjustments) {
    std::int64_t shares = adjustment.on_shipping.minor;
    for (std::size_t i = 0; i < adjustment.per_line.size(); ++i) {
      shares += adjustment.per_line[i].minor;
      if (adjustment.kind == AdjustmentKind::tax && !quote.lines[i].taxable) RC_ASSERT(adjustment.per_line[i].minor == 0);
    }
    if (adjustment.kind != AdjustmentKind::shipping) RC_ASSERT(shares == adjustment.amount.minor);
  }
}

TEST(StockNeeds, AreSummedPerStockItem) {
  std::vector<PricedLine> lines{a_line(1, 2), a_line(1, 3), a_line(1, 4)};
  lines[1].stock_item.bytes.back() = 1;

  const auto needs = stock_needs(lines).value();

  EXPECT_EQ(needs, (std::vector<StockNeed>{{lines[0].stock_item, 6}, {lines[1].stock_item, 3}}));
}

TEST(StockNeeds, AreAtMostFiftyItems) {
  std::vector<PricedLine> lines(51, a_line(1, 1));
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i].stock_item.bytes.back() = static_cast<std::uint8_t>(i);

  EXPECT_EQ(stock_needs(lines).error().code, ErrorCode::cart_full);
  lines.pop_back();
  EXPECT_TRUE(stock_needs(lines).has_value());
}

}  // namespace
}  // namespace souk
