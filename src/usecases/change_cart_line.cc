#include "usecases/change_cart_line.h"

#include <algorithm>
#include <array>

namespace souk::usecases {

Result<PricedCart> ChangeCartLine::operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart,
                                              const LineId& line, std::int64_t quantity) const {
  return edit_(repeatable, cart, [&](Cart found) -> Result<Cart> {
    const auto kept = std::ranges::find(found.lines, line, &CartLine::id);
    if (kept == found.lines.end()) return fail(ErrorCode::not_found, "The cart has no such line");
    TRY(const auto offers, catalog_.variants_for_sale(std::array{kept->variant}));
    if (offers.empty()) return fail(ErrorCode::variant_unavailable, "This variant is no longer for sale");
    return with_quantity(std::move(found), line, quantity, quantity_rule(offers.front().variant));
  });
}

}  // namespace souk::usecases
