#include "usecases/edit_cart.h"

#include <utility>

namespace souk::usecases {
namespace {

// Two tabs of one shopper collide once; whoever loses three times in a row is not a shopper.
constexpr int kEditAttempts = 3;

}  // namespace

Result<PricedCart> EditCart::operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& access,
                                        const Change& change) const {
  for (int attempt = 0; attempt < kEditAttempts; ++attempt) {
    TRY(Cart cart, find_cart(carts_, access));
    TRY(still_open(cart));
    TRY(Cart changed, change(std::move(cart)));
    auto saved = save(repeatable, std::move(changed));
    if (saved || saved.error().code != ErrorCode::version_conflict) return saved;
  }
  return fail(ErrorCode::overloaded, "This cart is being changed by other requests; try again");
}

Result<PricedCart> EditCart::save(const ports::Repeatable<PricedCart>& repeatable, Cart cart) const {
  cart.expires_at = clock_.now() + kCartLifetime;
  TRY(PricedCart priced, price_(std::move(cart)));
  priced.cart.shown_total = priced.quote.totals.total;

  ports::Repeatable<Cart> repeatable_cart{repeatable.key};
  if (repeatable.key) {
    repeatable_cart.encode = [&](const Cart& saved) {
      PricedCart answered = priced;
      answered.cart = saved;
      return repeatable.encode(answered);
    };
  }
  TRY(Cart saved, carts_.save(repeatable_cart, priced.cart));
  priced.cart = std::move(saved);
  return priced;
}

Result<void> EditCart::still_open(const Cart& cart) const {
  if (!cart.order) return {};
  TRY(const Order order, ledger_.find(*cart.order));
  // After a decline the shopper may change the cart and try again: the pending order is rewritten from it.
  const bool open_again = order.state == OrderState::expired || order.state == OrderState::canceled ||
                          (order.state == OrderState::pending && !order.undecided());
  if (!open_again) return fail(ErrorCode::cart_already_ordered, "This cart has been ordered");
  return {};
}

}  // namespace souk::usecases
