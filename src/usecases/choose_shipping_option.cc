#include "usecases/choose_shipping_option.h"

#include <algorithm>

namespace souk::usecases {

Result<PricedCart> ChooseShippingOption::operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart,
                                                    const std::string& code) const {
  return edit_(repeatable, cart, [&](Cart found) -> Result<Cart> {
    TRY(PricedCart priced, price_(std::move(found)));
    TRY(const ShopSettings settings, settings_.load());
    const auto offered = shipping_options(settings, priced.quote.lines);
    if (std::ranges::find(offered, code, &ShippingOption::code) == offered.end())
      return fail_at("/code", ErrorCode::validation_failed, "This way of shipping is not offered for this cart");
    priced.cart.shipping_option = code;
    return std::move(priced.cart);
  });
}

}  // namespace souk::usecases
