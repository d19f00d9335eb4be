#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/cart/cart.h"
#include "commerce/pricing/quote.h"
#include "commerce/shop/settings.h"
#include "ports/catalog_store.h"
#include "ports/clock.h"
#include "ports/settings_store.h"

namespace souk::usecases {

/// How one line of the cart stands now.
struct ShownLine {
  CartLine line;
  std::optional<std::size_t>
      priced{};           // its place in quote.lines; absent: gone or no longer public, in no total, and checkout refuses
  bool in_stock = false;  // the shelf covers the quantity now: a hint, only checkout takes stock
  QuantityRule rule{};    // of the variant; checkout refuses a quantity outside of it
};

/// A cart with what the catalog says of it at this instant. Totals never come from anywhere else.
struct PricedCart {
  Cart cart;
  Quote quote;                   // of the lines that can be sold
  std::vector<ShownLine> lines;  // one per cart.lines, same order

  bool sellable() const;  // every line can be sold (stock aside)
  bool needs_shipping() const;
};

struct ShippingOption {
  std::string code;  // "standard"
  std::string label;
  Money amount;
  friend bool operator==(const ShippingOption&, const ShippingOption&) = default;
};

/// Public: its product is active and its publish date reached.
bool on_sale(const ports::VariantForSale& offer, Instant now);
QuantityRule quantity_rule(const Variant& variant);

bool ships_to(const ShopSettings& settings, std::string_view country);
/// What the shop offers for these lines; empty when none of them is shipped.
std::vector<ShippingOption> shipping_options(const ShopSettings& settings, std::span<const PricedLine> lines);

/// Prices a cart from the catalog and the shop's settings. A cart made in another currency is priced in the shop's.
class PriceCart {
 public:
  PriceCart(const ports::CatalogStore& catalog, const ports::SettingsStore& settings, const ports::Clock& clock)
      : catalog_(catalog), settings_(settings), clock_(clock) {}

  /// Errors: invalid_quantity (totals beyond 2^53), unavailable.
  Result<PricedCart> operator()(Cart cart) const;

 private:
  const ports::CatalogStore& catalog_;
  const ports::SettingsStore& settings_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
