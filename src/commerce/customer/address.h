#pragma once

#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk {

struct Address {
  std::string name;
  std::string company;
  std::string line1;
  std::string line2;
  std::string city;
  std::string region;
  std::string postal_code;
  std::string country;  // ISO 3166-1 alpha-2, upper case
  std::string phone;
  friend bool operator==(const Address&, const Address&) = default;
};

/// Trims; checks lengths (each ≤ 200 bytes), required name, line1, city, country; no control characters.
/// Errors: validation_failed, invalid_characters; pointer relative to the address ("/city").
Result<Address> validated(Address address);

/// Lower-cases the domain, trims, checks shape: what HTML's <input type="email"> accepts, a domain of two labels or more, ≤ 254
/// bytes; nothing that could start another mail header or recipient. Errors: validation_failed, invalid_characters (no pointer:
/// the caller knows the member).
Result<std::string> validated_email(std::string_view text);

}  // namespace souk
