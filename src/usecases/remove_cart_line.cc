#include "usecases/remove_cart_line.h"

namespace souk::usecases {

Result<PricedCart> RemoveCartLine::operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart,
                                              const LineId& line) const {
  return edit_(repeatable, cart, [&](Cart found) { return without_line(std::move(found), line); });
}

}  // namespace souk::usecases
