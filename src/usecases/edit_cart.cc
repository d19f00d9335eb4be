#include "usecases/edit_cart.h"

#include <utility>

namespace souk::usecases {
namespace {

// Two processes of one shop meet once at a cart; whoever loses three times in a row is not a shopper.
constexpr int kEditAttempts = 3;

std::unexpected<Error> has_changed() { return fail(ErrorCode::version_conflict, "The cart has changed since it was read"); }

}  // namespace

Result<PricedCart> EditCart::operator()(const ports::Repeatable<PricedCart>& repeatable, const CartToEdit& cart,
                                        const Change& change) const {
  const std::scoped_lock turn(turn_of(cart.access.cart));
  for (int attempt = 0; attempt < kEditAttempts; ++attempt) {
    TRY(Cart found, find_cart(carts_, cart.access));
    if (cart.if_version && found.version != *cart.if_version) return has_changed();
    TRY(still_open(found));
    TRY(Cart changed, change(std::move(found)));
    auto saved = save(repeatable, std::move(changed));
    if (saved || saved.error().code != ErrorCode::version_conflict) return saved;
  }
  return has_changed();
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

std::mutex& EditCart::turn_of(const CartId& id) const { return turns_[std::hash<CartId>{}(id) % turns_.size()]; }

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
