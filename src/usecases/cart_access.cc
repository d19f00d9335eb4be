#include "usecases/cart_access.h"

namespace souk::usecases {

Result<Cart> find_cart(const ports::CartStore& carts, const CartAccess& access) {
  TRY(Cart cart, carts.find(access.cart));
  if (cart.customer && cart.customer != access.customer) return fail(ErrorCode::not_found, "There is no such cart");
  return cart;
}

}  // namespace souk::usecases
