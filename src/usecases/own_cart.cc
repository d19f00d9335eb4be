#include "usecases/own_cart.h"

#include <utility>

#include "usecases/edit_cart.h"

namespace souk::usecases {
namespace {

// Two devices of one customer collide once.
constexpr int kAttempts = 3;

std::unexpected<Error> overtaken() {
  return fail(ErrorCode::overloaded, "This cart is being changed by other requests; try again");
}

bool was_overtaken(const Result<Cart>& kept) { return !kept && kept.error().code == ErrorCode::version_conflict; }

}  // namespace

/// nullopt for a cart that is nobody's to merge: gone, somebody's, or ordered.
Result<std::optional<Cart>> OwnCart::guests(const std::optional<CartId>& id) const {
  if (!id) return std::nullopt;
  auto cart = carts_.find(*id);
  if (!cart && cart.error().code != ErrorCode::not_found) return std::unexpected(std::move(cart).error());
  if (!cart || cart->customer || cart->order) return std::nullopt;
  return *std::move(cart);
}

Result<Cart> OwnCart::owned(Cart cart, const CustomerId& customer) const {
  TRY(const Customer owner, customers_.find(customer));
  cart = of_customer(std::move(cart), owner);
  cart.shown_total.reset();  // what was shown to a guest was another cart
  cart.expires_at = clock_.now() + kCartLifetime;
  return cart;
}

Result<std::optional<Cart>> OwnCart::with(const CustomerId& customer, const std::optional<CartId>& brought) const {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    TRY(const auto own, carts_.of_customer(customer));
    TRY(const auto guest, guests(brought));
    if (!guest) return own;
    TRY(const Cart cart, owned(own ? merged(*own, *guest) : *guest, customer));
    const auto source = own ? std::optional{ports::CartVersion{guest->id, guest->version}} : std::nullopt;
    auto kept = carts_.hand_over(cart, source);
    if (was_overtaken(kept)) continue;
    if (!kept) return std::unexpected(std::move(kept).error());
    return std::optional{*std::move(kept)};
  }
  return overtaken();
}

Result<OwnCart::Found> OwnCart::operator()(const CustomerId& customer) const {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    TRY(auto own, carts_.of_customer(customer));
    if (own) return Found{.cart = *std::move(own)};
    TRY(const ShopSettings settings, settings_.load());
    Cart cart;
    cart.id = ids_.fresh<CartId>();
    cart.currency = settings.currency;
    cart.created_at = clock_.now();
    TRY(cart, owned(std::move(cart), customer));
    auto kept = carts_.hand_over(cart, std::nullopt);
    if (was_overtaken(kept)) continue;
    if (!kept) return std::unexpected(std::move(kept).error());
    return Found{.cart = *std::move(kept), .fresh = true};
  }
  return overtaken();
}

}  // namespace souk::usecases
