#include "http/cart_routes.h"

#include "http/cart_json.h"
#include "http/json_fields.h"
#include "http/path_id.h"
#include "http/query.h"
#include "http/read_cart.h"
#include "http/repeat.h"

namespace souk::http {
namespace {

using usecases::CartAccess;
using usecases::PricedCart;
using RepeatableCart = ports::Repeatable<PricedCart>;

Result<CartAccess> cart_in_path(const Call& call) {
  TRY(const CartId id, path_id<CartId>(call.path[0]));
  return CartAccess{id, call.principal.customer()};
}

/// Runs a change of the cart in the path and answers with the cart as it then stands.
template <class Act>
Result<Response> changed_cart(const ServiceParts& parts, const Call& call, const CartAccess& cart, int status, Act act) {
  const ports::Encode<PricedCart> encode = [status](const PricedCart& priced) {
    return json_answer(status, cart_json(priced));
  };
  return repeatably<PricedCart>(parts.answers, call, cart.cart.text(), encode, act);
}

Response new_cart(const PricedCart& priced, int status) {
  ports::Answer answer = json_answer(status, cart_json(priced));
  answer.location = "/v1/carts/" + priced.cart.id.text();
  return private_response(std::move(answer));
}

/// A customer has one open cart at a time.
Result<Response> open_own_cart(const ServiceParts& parts, const CustomerId& customer) {
  TRY(const auto own, parts.accounts.own_cart(customer));
  TRY(const PricedCart priced, parts.verbs.show_cart({own.cart.id, customer}));
  return new_cart(priced, own.fresh ? 201 : 200);
}

}  // namespace

Result<Response> create_cart(const ServiceParts& parts, const Call& call) {
  if (call.document) TRY(Fields::of(call.body(), {}));
  if (const auto customer = call.principal.customer()) return open_own_cart(parts, *customer);
  TRY(const PricedCart priced, parts.verbs.create_cart(RepeatableCart{}));
  return new_cart(priced, 201);
}


Result<Response> get_cart(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const CartAccess cart, cart_in_path(call));
  TRY(const PricedCart priced, parts.verbs.show_cart(cart));
  return private_response(json_answer(200, cart_json(priced)));
}

Result<Response> add_cart_line(const ServiceParts& parts, const Call& call) {
  TRY(const CartAccess cart, cart_in_path(call));
  TRY(const NewLine line, read_new_line(call.body()));
  return changed_cart(parts, call, cart, 201, [&](const RepeatableCart& repeatable) {
    return parts.verbs.add_cart_line(repeatable, cart, line.variant, line.quantity);
  });
}

Result<Response> change_cart_line(const ServiceParts& parts, const Call& call) {
  TRY(const CartAccess cart, cart_in_path(call));
  TRY(const LineId line, path_id<LineId>(call.path[1]));
  TRY(const std::int64_t quantity, read_quantity(call.body()));
  return changed_cart(parts, call, cart, 200, [&](const RepeatableCart& repeatable) {
    return parts.verbs.change_cart_line(repeatable, cart, line, quantity);
  });
}

Result<Response> remove_cart_line(const ServiceParts& parts, const Call& call) {
  TRY(const CartAccess cart, cart_in_path(call));
  TRY(const LineId line, path_id<LineId>(call.path[1]));
  return changed_cart(parts, call, cart, 200,
                      [&](const RepeatableCart& repeatable) { return parts.verbs.remove_cart_line(repeatable, cart, line); });
}

Result<Response> set_cart_customer(const ServiceParts& parts, const Call& call) {
  TRY(const CartAccess cart, cart_in_path(call));
  TRY(const usecases::CartCustomer customer, read_customer(call.body()));
  return changed_cart(parts, call, cart, 200, [&](const RepeatableCart& repeatable) {
    return parts.verbs.set_cart_customer(repeatable, cart, customer);
  });
}

Result<Response> list_shipping_options(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const CartAccess cart, cart_in_path(call));
  TRY(const std::vector<usecases::ShippingOption> options, parts.verbs.list_shipping_options(cart));
  return private_response(json_answer(200, shipping_options_json(options)));
}

Result<Response> choose_shipping_option(const ServiceParts& parts, const Call& call) {
  TRY(const CartAccess cart, cart_in_path(call));
  TRY(const std::string code, read_shipping_choice(call.body()));
  return changed_cart(parts, call, cart, 200, [&](const RepeatableCart& repeatable) {
    return parts.verbs.choose_shipping_option(repeatable, cart, code);
  });
}

}  // namespace souk::http
