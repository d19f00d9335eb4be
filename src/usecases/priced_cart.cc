#include "usecases/priced_cart.h"

#include <algorithm>

#include "commerce/catalog/product.h"

namespace souk::usecases {
namespace {

PricedLine priced_line(const CartLine& line, const ports::VariantForSale& offer) {
  PricedLine priced;
  priced.id = line.id;
  priced.variant = line.variant;
  priced.product = offer.product;
  priced.product_slug = offer.product_slug;
  priced.title = offer.product_title;
  priced.variant_title = offer.variant.title();
  priced.sku = offer.variant.sku;
  if (offer.image) priced.image = offer.image->media.empty() ? offer.image->source_url : offer.image->media;
  priced.quantity = line.quantity;
  priced.unit_price = offer.variant.price;
  priced.taxable = offer.variant.taxable;
  priced.requires_shipping = offer.variant.requires_shipping;
  priced.stock_item = offer.variant.stock_item;
  return priced;
}

std::vector<PricingStep> pricing_steps(const ShopSettings& settings, std::span<const PricedLine> lines) {
  std::vector<PricingStep> steps;
  // One option exists until shipping zones arrive, so a cart that has not chosen yet pays what it would choose.
  for (const ShippingOption& option : shipping_options(settings, lines))
    steps.push_back(flat_shipping(option.amount, option.code, option.label));
  if (settings.tax_rate_basis_points > 0)
    steps.push_back(single_rate_tax(settings.tax_rate_basis_points, settings.prices_include_tax, "Tax"));
  return steps;
}

Result<Quote> quoted(const ShopSettings& settings, std::vector<PricedLine> lines) {
  const auto steps = pricing_steps(settings, lines);
  return price({settings.currency, std::move(lines), {}}, steps);
}

}  // namespace

bool PricedCart::sellable() const {
  return std::ranges::all_of(lines, [](const ShownLine& line) { return line.priced.has_value(); });
}

bool PricedCart::needs_shipping() const { return std::ranges::any_of(quote.lines, &PricedLine::requires_shipping); }

bool on_sale(const ports::VariantForSale& offer, Instant now) {
  return offer.status == ProductStatus::active && (!offer.publish_at || *offer.publish_at <= now);
}

QuantityRule quantity_rule(const Variant& variant) {
  return {variant.minimum_quantity, std::min(variant.maximum_quantity, kMaxLineQuantity)};
}

bool ships_to(const ShopSettings& settings, std::string_view country) {
  return settings.ship_to_countries.empty() ||
         std::ranges::find(settings.ship_to_countries, country) != settings.ship_to_countries.end();
}

std::vector<ShippingOption> shipping_options(const ShopSettings& settings, std::span<const PricedLine> lines) {
  if (!std::ranges::any_of(lines, &PricedLine::requires_shipping)) return {};
  return {{"standard", "Standard shipping", {settings.flat_shipping_minor, settings.currency}}};
}

Result<PricedCart> PriceCart::operator()(Cart cart) const {
  TRY(const ShopSettings settings, settings_.load());
  std::vector<VariantId> variants;
  for (const CartLine& line : cart.lines) variants.push_back(line.variant);
  std::vector<ports::VariantForSale> offers;
  if (!variants.empty()) {
    TRY(offers, catalog_.variants_for_sale(variants));
  }

  PricedCart shown;
  std::vector<PricedLine> lines;
  const Instant now = clock_.now();
  for (const CartLine& line : cart.lines) {
    ShownLine& view = shown.lines.emplace_back(ShownLine{line});
    const auto offer =
        std::ranges::find(offers, line.variant, [](const ports::VariantForSale& each) { return each.variant.id; });
    if (offer == offers.end() || !on_sale(*offer, now) || offer->variant.price.currency != settings.currency) continue;
    view.priced = lines.size();
    view.in_stock = offer->stock.covers(line.quantity);
    view.rule = quantity_rule(offer->variant);
    lines.push_back(priced_line(line, *offer));
  }

  auto quote = quoted(settings, std::move(lines));
  // Only absurd prices times absurd quantities get here: the arithmetic refuses what JavaScript could not read exactly.
  if (!quote) return fail(ErrorCode::invalid_quantity, "The total of this cart is too large", quote.error().detail);
  shown.quote = *std::move(quote);
  shown.cart = std::move(cart);
  shown.cart.currency = settings.currency;
  return shown;
}

}  // namespace souk::usecases
