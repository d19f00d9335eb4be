#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/cart/cart.h"
#include "commerce/customer/address.h"
#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk {

// All of a customer is one stored item; these keep it small.
inline constexpr std::size_t kMaxSavedAddresses = 20;
inline constexpr std::size_t kMaxWishes = 100;

struct SavedAddress {
  AddressId id;
  Address address;
  friend bool operator==(const SavedAddress&, const SavedAddress&) = default;
};

struct Wish {
  ProductId product;
  Instant added_at{};
  friend bool operator==(const Wish&, const Wish&) = default;
};

/// Somebody who has an account here, as far as selling to them goes. Who they are is the identity provider's to say.
struct Customer {
  CustomerId id;
  std::int64_t version = 0;
  std::string email;  // proven
  std::string name;
  std::string phone;
  bool accepts_marketing = false;
  std::optional<Instant> marketing_changed_at{};  // when that was last said
  std::vector<SavedAddress> addresses{};          // oldest first
  std::optional<AddressId> default_shipping{};    // one of them
  std::optional<AddressId> default_billing{};
  std::vector<Wish> wishlist{};  // oldest first
  Instant created_at{};
  friend bool operator==(const Customer&, const Customer&) = default;
};

/// What one e-mail address is looked up by: people and their phones disagree with themselves about capital letters.
std::string email_key(std::string_view email);

/// Checks name and phone. Errors: validation_failed, invalid_characters; pointer to the member.
Result<Customer> validated(Customer customer);

/// Which of the defaults an address takes over; the others stay where they are.
struct AddressDefaults {
  bool shipping = false;
  bool billing = false;
};
/// A new one at the end, or another content for the one with this id. The first address is the default for everything. Errors:
/// those of validated(Address); too_many_entries (a 21st).
Result<Customer> with_address(Customer customer, const AddressId& id, const Address& address, AddressDefaults defaults);
/// Errors: not_found.
Result<Customer> without_address(Customer customer, const AddressId& id);
/// Errors: not_found.
Result<SavedAddress> address_of(const Customer& customer, const AddressId& id);

/// The cart as theirs: what it does not say yet of e-mail and addresses is what they have on file.
Cart of_customer(Cart cart, const Customer& customer);

/// Wishing again changes nothing. Errors: too_many_entries (a 101st).
Result<Customer> with_wish(Customer customer, const ProductId& product, Instant now);
/// What is not wished for is not missed.
Customer without_wish(Customer customer, const ProductId& product);

}  // namespace souk
