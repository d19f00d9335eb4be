#include "commerce/customer/customer.h"

#include <algorithm>
#include <iterator>

#include "commerce/text/text_rule.h"
#include "commerce/text/utf8.h"

namespace souk {
namespace {

constexpr std::size_t kMaxNameCharacters = 100;
constexpr std::size_t kMaxPhoneCharacters = 50;

auto place_of(Customer& customer, const AddressId& id) { return std::ranges::find(customer.addresses, id, &SavedAddress::id); }

std::unexpected<Error> no_such_address() { return fail(ErrorCode::not_found, "There is no such address"); }

}  // namespace

std::string email_key(std::string_view email) {
  std::string key;
  std::ranges::transform(email, std::back_inserter(key),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return key;
}

Result<Customer> validated(Customer customer) {
  customer.name = std::string(trimmed(customer.name));
  customer.phone = std::string(trimmed(customer.phone));
  TRY(check_text(customer.name, {.max_characters = kMaxNameCharacters}, "", "name"));
  TRY(check_text(customer.phone, {.max_characters = kMaxPhoneCharacters}, "", "phone"));
  return customer;
}

Result<Customer> with_address(Customer customer, const AddressId& id, const Address& address, AddressDefaults defaults) {
  TRY(Address checked, validated(address));
  const auto known = place_of(customer, id);
  if (known != customer.addresses.end()) {
    known->address = std::move(checked);
  } else {
    if (customer.addresses.size() >= kMaxSavedAddresses)
      return fail(ErrorCode::too_many_entries,
                  "At most " + std::to_string(kMaxSavedAddresses) + " addresses are kept; delete one first");
    customer.addresses.push_back({id, std::move(checked)});
  }
  if (defaults.shipping || customer.addresses.size() == 1) customer.default_shipping = id;
  if (defaults.billing || customer.addresses.size() == 1) customer.default_billing = id;
  return customer;
}

Result<Customer> without_address(Customer customer, const AddressId& id) {
  const auto known = place_of(customer, id);
  if (known == customer.addresses.end()) return no_such_address();
  customer.addresses.erase(known);
  if (customer.default_shipping == id) customer.default_shipping.reset();
  if (customer.default_billing == id) customer.default_billing.reset();
  return customer;
}

Result<SavedAddress> address_of(const Customer& customer, const AddressId& id) {
  const auto known = std::ranges::find(customer.addresses, id, &SavedAddress::id);
  if (known == customer.addresses.end()) return no_such_address();
  return *known;
}

Cart of_customer(Cart cart, const Customer& customer) {
  const auto on_file = [&](const std::optional<AddressId>& id) -> std::optional<Address> {
    const auto known = id ? address_of(customer, *id) : no_such_address();
    return known ? std::optional{known->address} : std::nullopt;
  };
  cart.customer = customer.id;
  if (cart.email.empty()) cart.email = customer.email;
  if (!cart.shipping_address) cart.shipping_address = on_file(customer.default_shipping);
  if (!cart.billing_address) cart.billing_address = on_file(customer.default_billing);
  return cart;
}

Result<Customer> with_wish(Customer customer, const ProductId& product, Instant now) {
  if (std::ranges::find(customer.wishlist, product, &Wish::product) != customer.wishlist.end()) return customer;
  if (customer.wishlist.size() >= kMaxWishes)
    return fail(ErrorCode::too_many_entries, "A wishlist holds at most " + std::to_string(kMaxWishes) + " products");
  customer.wishlist.push_back({product, now});
  return customer;
}

Customer without_wish(Customer customer, const ProductId& product) {
  std::erase_if(customer.wishlist, [&](const Wish& wish) { return wish.product == product; });
  return customer;
}

}  // namespace souk
