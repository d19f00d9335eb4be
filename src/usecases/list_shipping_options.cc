#include "usecases/list_shipping_options.h"

namespace souk::usecases {

Result<std::vector<ShippingOption>> ListShippingOptions::operator()(const CartAccess& access) const {
  TRY(Cart cart, find_cart(carts_, access));
  TRY(const PricedCart priced, price_(std::move(cart)));
  TRY(const ShopSettings settings, settings_.load());
  return shipping_options(settings, priced.quote.lines);
}

}  // namespace souk::usecases
