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

namespace souk {

/// A cart line with what the catalog says of it at one instant. `stock`: what one sold unit takes (a bundle names several items).
struct PricedLine {
  LineId id;
  VariantId variant;
  ProductId product;
  std::string product_slug;
  std::string title;          // "Kyusu teapot"
  std::string variant_title;  // "Indigo"
  std::string sku;
  std::string image;          // media key or https URL, may be empty
  std::int64_t quantity = 1;
  Money unit_price;
  Money total;                // unit_price × quantity, before discounts
  bool taxable = true;
  bool requires_shipping = true;
  StockItemId stock_item;
  friend bool operator==(const PricedLine&, const PricedLine&) = default;
};

enum class AdjustmentKind { discount, shipping, tax };  // spelled as on the wire

/// One step of the calculation, in the order applied. `amount` ≥ 0; its kind says which way it counts.
struct Adjustment {
  AdjustmentKind kind = AdjustmentKind::discount;
  std::string code;      // "standard", "vat", a promotion's code
  std::string label;     // for people
  Money amount;
  bool included = false; // tax that the prices already contain: shown, not added
  std::vector<Money> per_line{};  // discount and tax: the share of each line, sums to amount less `on_shipping`
  Money on_shipping{};            // discount and tax: the share of shipping
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

/// Runs the steps in order and adds up. Errors: validation_failed (overflow, a negative total), and what the steps report.
Result<Quote> price(Calculation start, std::span<const PricingStep> steps);

/// One flat amount when any line needs shipping.
PricingStep flat_shipping(Money amount, std::string code, std::string label);
/// One rate on taxable lines and on shipping, spread by largest remainder. `included`: the prices contain it.
PricingStep single_rate_tax(std::int64_t rate_basis_points, bool included, std::string label);

/// Quantities summed per stock item: what T1 takes. At most 50 items. Errors: cart_full.
struct StockNeed {
  StockItemId stock_item;
  std::int64_t quantity = 0;
  friend bool operator==(const StockNeed&, const StockNeed&) = default;
};
Result<std::vector<StockNeed>> stock_needs(std::span<const PricedLine> lines);

}  // namespace souk
