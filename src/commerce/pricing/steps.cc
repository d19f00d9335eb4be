#include <algorithm>
#include <utility>

#include "commerce/pricing/quote.h"

namespace souk {
namespace {

constexpr std::int64_t kWhole = 10'000;  // basis points

/// What the tax is taken of: each line, zero for one that is not taxable, and shipping last.
Result<std::vector<std::int64_t>> taxable_amounts(const Calculation& calculation) {
  TRY(const std::vector<Money> lines, calculation.discounted_lines());
  TRY(const Money shipping, calculation.discounted_shipping());
  std::vector<std::int64_t> amounts;
  amounts.reserve(lines.size() + 1);
  for (std::size_t i = 0; i < lines.size(); ++i) amounts.push_back(calculation.lines[i].taxable ? lines[i].minor : 0);
  amounts.push_back(shipping.minor);
  return amounts;
}

Result<Money> sum_of(std::span<const std::int64_t> amounts, Currency currency) {
  Money total = zero(currency);
  for (const std::int64_t amount : amounts) {
    TRY(total, add(total, {amount, currency}));
  }
  return total;
}

Result<Calculation> with_tax(Calculation calculation, std::int64_t rate, bool included, const std::string& label) {
  TRY(const std::vector<std::int64_t> amounts, taxable_amounts(calculation));
  TRY(const Money base, sum_of(amounts, calculation.currency));
  if (base.minor == 0) return calculation;
  TRY(const Money tax, portion(base, rate, included ? kWhole + rate : kWhole, Rounding::half_up));
  TRY(std::vector<Money> shares, allocate(tax, amounts));
  const Money on_shipping = shares.back();
  shares.pop_back();
  calculation.adjustments.push_back({AdjustmentKind::tax, "vat", label, tax, included, std::move(shares), on_shipping});
  return calculation;
}

}  // namespace

PricingStep flat_shipping(Money amount, std::string code, std::string label) {
  return [amount, code = std::move(code), label = std::move(label)](Calculation calculation) -> Result<Calculation> {
    if (std::ranges::any_of(calculation.lines, &PricedLine::requires_shipping))
      calculation.adjustments.push_back({AdjustmentKind::shipping, code, label, amount, false, {}, zero(calculation.currency)});
    return calculation;
  };
}

PricingStep single_rate_tax(std::int64_t rate_basis_points, bool included, std::string label) {
  return [rate_basis_points, included, label = std::move(label)](Calculation calculation) -> Result<Calculation> {
    if (rate_basis_points <= 0) return calculation;
    return with_tax(std::move(calculation), rate_basis_points, included, label);
  };
}

}  // namespace souk
