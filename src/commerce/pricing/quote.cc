#include "commerce/pricing/quote.h"

#include <algorithm>
#include <utility>

#include "commerce/cart/cart.h"
#include "commerce/text/text_rule.h"

namespace souk {
namespace {

std::unexpected<Error> invalid(std::string detail) { return fail(ErrorCode::validation_failed, std::move(detail)); }

Result<void> price_lines(Calculation& calculation) {
  for (std::size_t i = 0; i < calculation.lines.size(); ++i) {
    PricedLine& line = calculation.lines[i];
    const auto at = [i] { return pointer_to("/lines", i); };
    if (line.quantity < 1) return fail_at(at(), ErrorCode::invalid_quantity, "The quantity is at least 1");
    if (line.unit_price.currency != calculation.currency || line.unit_price.minor < 0)
      return fail_at(at(), ErrorCode::validation_failed, "The price is below zero or not in the order's currency");
    const auto total = multiply(line.unit_price, line.quantity);
    if (!total) return fail_at(at(), ErrorCode::invalid_quantity, "So many cost more than an order can hold");
    line.total = *total;
  }
  return {};
}

bool is_share(Money money, Currency currency) { return money.currency == currency && money.minor >= 0; }

Result<void> check_shares(const Adjustment& adjustment, const Calculation& calculation) {
  const Currency currency = calculation.currency;
  if (!is_share(adjustment.amount, currency) || !is_share(adjustment.on_shipping, currency))
    return invalid("An adjustment is below zero");
  if (adjustment.kind == AdjustmentKind::shipping) {
    if (!adjustment.per_line.empty() || adjustment.on_shipping.minor != 0) return invalid("A shipping price has no shares");
    return {};
  }
  if (adjustment.per_line.size() != calculation.lines.size()) return invalid("An adjustment leaves out a line");
  if (!std::ranges::all_of(adjustment.per_line, [currency](Money share) { return is_share(share, currency); }))
    return invalid("A line's share is below zero");
  TRY(const Money on_lines, sum(adjustment.per_line, currency));
  TRY(const Money shares, add(on_lines, adjustment.on_shipping));
  if (shares != adjustment.amount) return invalid("The shares of an adjustment do not add up to it");
  return {};
}

Result<Money> sum_of(const Calculation& calculation, AdjustmentKind kind, bool included) {
  Money total = zero(calculation.currency);
  for (const Adjustment& adjustment : calculation.adjustments) {
    if (adjustment.kind != kind || adjustment.included != included) continue;
    TRY(total, add(total, adjustment.amount));
  }
  return total;
}

Result<Money> goods_of(const Calculation& calculation) {
  Money goods = zero(calculation.currency);
  for (std::size_t i = 0; i < calculation.lines.size(); ++i) {
    const auto next = add(goods, calculation.lines[i].total);
    if (!next) return fail_at(pointer_to("/lines", i), ErrorCode::invalid_quantity, "So many cost more than an order can hold");
    goods = *next;
  }
  return goods;
}

Result<Totals> totals_of(const Calculation& calculation) {
  Totals totals;
  TRY(totals.goods, goods_of(calculation));
  TRY(totals.shipping, sum_of(calculation, AdjustmentKind::shipping, false));
  TRY(totals.discount, sum_of(calculation, AdjustmentKind::discount, false));
  TRY(totals.tax, sum_of(calculation, AdjustmentKind::tax, false));
  TRY(totals.included_tax, sum_of(calculation, AdjustmentKind::tax, true));
  TRY(const Money goods_and_shipping, add(totals.goods, totals.shipping));
  TRY(const Money with_tax, add(goods_and_shipping, totals.tax));
  TRY(totals.total, subtract(with_tax, totals.discount));
  return totals;
}

/// Money alone speaks of invalid arguments; whoever asks for a price gave none.
template <class T>
Result<T> as_pricing_error(Result<T> result) {
  if (!result && result.error().code == ErrorCode::invalid_argument) result.error().code = ErrorCode::validation_failed;
  return result;
}

Result<Quote> added_up(Calculation calculation) {
  for (const Adjustment& adjustment : calculation.adjustments) TRY(check_shares(adjustment, calculation));
  TRY(calculation.discounted_lines());
  TRY(calculation.discounted_shipping());
  TRY(const Totals totals, totals_of(calculation));
  return Quote{calculation.currency, std::move(calculation.lines), std::move(calculation.adjustments), totals};
}

}  // namespace

Result<std::vector<Money>> Calculation::discounted_lines() const {
  std::vector<Money> left;
  left.reserve(lines.size());
  for (const PricedLine& line : lines) left.push_back(line.total);
  for (const Adjustment& adjustment : adjustments) {
    if (adjustment.kind != AdjustmentKind::discount) continue;
    if (adjustment.per_line.size() != lines.size()) return invalid("A discount leaves out a line");
    for (std::size_t i = 0; i < left.size(); ++i) {
      TRY(left[i], subtract(left[i], adjustment.per_line[i]));
      if (left[i].minor < 0) return invalid("The discounts on a line are larger than its price");
    }
  }
  return left;
}

Result<Money> Calculation::discounted_shipping() const {
  Money left = zero(currency);
  for (const Adjustment& adjustment : adjustments) {
    if (adjustment.kind == AdjustmentKind::shipping) {
      TRY(left, add(left, adjustment.amount));
    }
    if (adjustment.kind == AdjustmentKind::discount) {
      TRY(left, subtract(left, adjustment.on_shipping));
    }
  }
  if (left.minor < 0) return invalid("The discounts on shipping are larger than its price");
  return left;
}

Result<Quote> price(Calculation start, std::span<const PricingStep> steps) {
  TRY(price_lines(start));
  for (const PricingStep& step : steps) {
    TRY(start, as_pricing_error(step(std::move(start))));
  }
  return as_pricing_error(added_up(std::move(start)));
}

Result<std::vector<StockNeed>> stock_needs(std::span<const PricedLine> lines) {
  std::vector<StockNeed> needs;
  for (const PricedLine& line : lines) {
    const auto known = std::ranges::find(needs, line.stock_item, &StockNeed::stock_item);
    if (known != needs.end()) {
      known->quantity += line.quantity;  // both at most kMaxLineQuantity
    } else {
      needs.push_back({line.stock_item, line.quantity});
    }
  }
  if (needs.size() > kMaxDistinctVariants)
    return fail(ErrorCode::cart_full,
                "An order takes at most " + std::to_string(kMaxDistinctVariants) + " different items from stock");
  return needs;
}

}  // namespace souk
