#pragma once

#include "commerce/id/id.h"
#include "http/json_reader.h"
#include "usecases/place_order.h"
#include "usecases/set_cart_customer.h"

/// A shopper's documents. All errors name the place in the body.
namespace souk::http {

struct NewLine {
  VariantId variant;
  std::int64_t quantity;
};
Result<NewLine> read_new_line(JsonValue body);
Result<std::int64_t> read_quantity(JsonValue body);
Result<usecases::CartCustomer> read_customer(JsonValue body);
/// The code of a shipping option.
Result<std::string> read_shipping_choice(JsonValue body);
Result<usecases::CheckoutRequest> read_checkout(const usecases::CartAccess& cart, JsonValue body);

}  // namespace souk::http
