#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/money/money.h"
#include "commerce/text/names.h"

namespace souk {

/// A cart line with what the catalog says of it at one instant. `stock`: what one sold unit takes (a bundle names several
/// items).
struct PricedLine {
  LineId id;
  VariantId variant;
  ProductId product;
  std::string product_slug;
  std::string title;          // "Kyusu teapot"
  std::string variant_title;  // "Indigo"
  std::string sku;
  std::string image;  // media key or https URL, may be empty
  std::int64_t quantity = 1;
  Money unit_price;
  Money total;  // unit_price × quantity, before discounts
  bool taxable = true;
  bool requires_shipping = true;
  StockItemId stock_item;
  friend bool operator==(const PricedLine&, const PricedLine&) = default;
};

enum class AdjustmentKind { discount, shipping, tax };
template <>
inline constexpr auto kNames<AdjustmentKind> = names({"discount", "shipping", "tax"});

/// One step of the calculation, in the order applied. `amount` ≥ 0; its kind says which way it counts.
struct Adjustment {
  AdjustmentKind kind = AdjustmentKind::discount;
  std::string code;   // "standard", "vat", a promotion's code
  std::string label;  // for people
  Money amount;
  bool included = false;  // tax that the prices already contain: shown, not added
  std::vector<Money>
      per_line{};       // discount and tax: the share of each line, sums to amount less `on_shipping`; empty for shipping
  Money on_shipping{};  // discount and tax: the share of shipping; zero of the currency for shipping itself
  friend bool operator==(const Adjustment&, const Adjustment&) = default;
};

/// total = goods + shipping + tax − discount, every term ≥ 0. `included_tax` is contained in the others.
struct Totals {
  Money goods, discount, shipping, tax, included_tax, total;
  friend bool operator==(const Totals&, const Totals&) = default;
};

struct Quote {
  Currency currency{};
  std::vector<PricedLine> lines;
  std::vector<Adjustment> adjustments;
  Totals totals;
  friend bool operator==(const Quote&, const Quote&) = default;
};

/// The calculation under way: each step sees what the earlier ones did and appends its adjustments.
struct Calculation {
  Currency currency{};
  std::vector<PricedLine> lines;
  std::vector<Adjustment> adjustments;

  /// Line totals and shipping less the discounts so far; ≥ 0.
  Result<std::vector<Money>> discounted_lines() const;
  Result<Money> discounted_shipping() const;
};
using PricingStep = std::function<Result<Calculation>(Calculation)>;

/// Prices the lines (unit price × quantity), runs the steps in order and adds up. Errors: invalid_quantity (below 1, or so many
/// that the amount is too large; points to the line), validation_failed (another currency, shares that do not add up, a term
/// below zero), and what the steps report.
Result<Quote> price(Calculation start, std::span<const PricingStep> steps);

/// One flat amount when any line needs shipping. Nothing to ship: no adjustment.
PricingStep flat_shipping(Money amount, std::string code, std::string label);
/// One rate on taxable lines and on shipping after their discounts, rounded once (half up) and spread by largest remainder;
/// code "vat". `included`: the prices contain it, amount × rate / (10000 + rate); else it comes on top, amount × rate / 10000.
/// Nothing to tax: no adjustment.
PricingStep single_rate_tax(std::int64_t rate_basis_points, bool included, std::string label);

/// Quantities summed per stock item, in the order of the lines: what T1 takes. At most 50 items. Errors: cart_full.
struct StockNeed {
  StockItemId stock_item;
  std::int64_t quantity = 0;
  friend bool operator==(const StockNeed&, const StockNeed&) = default;
};
Result<std::vector<StockNeed>> stock_needs(std::span<const PricedLine> lines);

}  // namespace souk
