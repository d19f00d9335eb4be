#include "usecases/set_cart_customer.h"

#include <string_view>

namespace souk::usecases {
namespace {

Result<std::optional<Address>> address_at(std::string_view place, const std::optional<Address>& address) {
  if (!address) return std::nullopt;
  auto checked = validated(*address);
  if (checked) return *std::move(checked);
  Error error = std::move(checked).error();
  error.pointer = std::string(place) + error.pointer;
  return std::unexpected(std::move(error));
}

Result<CartCustomer> checked_customer(const CartCustomer& customer, const ShopSettings& settings) {
  CartCustomer checked;
  auto email = validated_email(customer.email);
  if (!email) {
    Error error = std::move(email).error();
    error.pointer = "/email";
    return std::unexpected(std::move(error));
  }
  checked.email = *std::move(email);
  TRY(checked.shipping_address, address_at("/shipping_address", customer.shipping_address));
  TRY(checked.billing_address, address_at("/billing_address", customer.billing_address));
  if (checked.shipping_address && !ships_to(settings, checked.shipping_address->country))
    return fail_at("/shipping_address/country", ErrorCode::validation_failed, "The shop does not ship to this country");
  return checked;
}

}  // namespace

Result<PricedCart> SetCartCustomer::operator()(const ports::Repeatable<PricedCart>& repeatable, const CartAccess& cart,
                                               const CartCustomer& customer) const {
  return edit_(repeatable, cart, [&](Cart found) -> Result<Cart> {
    TRY(const ShopSettings settings, settings_.load());
    TRY(CartCustomer checked, checked_customer(customer, settings));
    found.email = std::move(checked.email);
    found.shipping_address = std::move(checked.shipping_address);
    found.billing_address = std::move(checked.billing_address);
    return found;
  });
}

}  // namespace souk::usecases
