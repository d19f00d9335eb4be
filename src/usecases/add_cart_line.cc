#include "usecases/add_cart_line.h"

#include <array>

namespace souk::usecases {

Result<PricedCart> AddCartLine::operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart,
                                           const VariantId& variant, std::int64_t quantity) const {
  return edit_(repeatable, cart, [&](Cart found) -> Result<Cart> {
    TRY(const auto offers, catalog_.variants_for_sale(std::array{variant}));
    if (offers.empty() || !on_sale(offers.front(), clock_.now()))
      return fail_at("/variant_id", ErrorCode::variant_unavailable, "This variant is not for sale");
    return with_line(std::move(found), ids_.fresh<LineId>(), variant, quantity, quantity_rule(offers.front().variant));
  });
}

}  // namespace souk::usecases
