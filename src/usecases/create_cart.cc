#include "usecases/create_cart.h"

namespace souk::usecases {

Result<PricedCart> CreateCart::operator()(const ports::Repeatable<PricedCart>& repeatable) const {
  TRY(const ShopSettings settings, settings_.load());
  Cart cart;
  cart.id = ids_.fresh<CartId>();
  cart.currency = settings.currency;
  cart.created_at = clock_.now();
  return edit_.save(repeatable, std::move(cart));
}

}  // namespace souk::usecases
