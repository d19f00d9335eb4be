#include "usecases/edit_wishlist.h"

namespace souk::usecases {

Result<Customer> EditWishlist::add(const CustomerId& customer, const ProductId& product) const {
  const Instant now = clock_.now();
  TRY(const Product wished, catalog_.product(product));
  if (!is_visible(wished, now)) return fail(ErrorCode::not_found, "There is no such product");
  return edit_({}, customer, [&](Customer found) { return with_wish(std::move(found), product, now); });
}

Result<Customer> EditWishlist::remove(const CustomerId& customer, const ProductId& product) const {
  return edit_({}, customer, [&](Customer found) -> Result<Customer> { return without_wish(std::move(found), product); });
}

}  // namespace souk::usecases
