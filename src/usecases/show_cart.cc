#include "usecases/show_cart.h"

namespace souk::usecases {

Result<PricedCart> ShowCart::operator()(const CartAccess& access) const {
  TRY(Cart cart, find_cart(carts_, access));
  TRY(PricedCart shown, price_(std::move(cart)));
  const Money total = shown.quote.totals.total;
  if (shown.cart.shown_total != total) {
    // A total that could not be remembered (a full disk) is no reason to refuse reading: checkout then asks for the price to be
    // seen again.
    [[maybe_unused]] const auto remembered = carts_.remember_total(access.cart, shown.cart.version, total);
    shown.cart.shown_total = total;
  }
  return shown;
}

}  // namespace souk::usecases
