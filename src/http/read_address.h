#pragma once

#include "commerce/customer/address.h"
#include "http/json_reader.h"

namespace souk::http {

/// Name, line1, city and country must be there; what they may look like is souk::validated's business.
Result<Address> as_address(JsonValue value);
/// A seller's address: nothing must be there.
Result<Address> as_seller(JsonValue value);

}  // namespace souk::http
