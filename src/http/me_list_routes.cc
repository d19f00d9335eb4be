#include "http/me_list_routes.h"

#include <ranges>
#include <utility>

#include "http/account_json.h"
#include "http/answer.h"
#include "http/json_fields.h"
#include "http/order_json.h"
#include "http/paging.h"
#include "http/path_id.h"
#include "http/query.h"
#include "http/read_address.h"
#include "http/repeat.h"

namespace souk::http {
namespace {

/// The policy lets nobody but customers in here.
CustomerId customer_of(const Call& call) { return call.principal.customer().value(); }

struct AddressBody {
  Address address;
  AddressDefaults defaults;
};

Result<AddressBody> read_saved_address(JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"address", "default_shipping", "default_billing"}));
  AddressBody read;
  TRY(read.address, fields.required("address", &as_address));
  TRY(read.defaults.shipping, fields.boolean_or("default_shipping", false));
  TRY(read.defaults.billing, fields.boolean_or("default_billing", false));
  return read;
}

/// What the domain says of an address, where the body has it.
template <class T>
Result<T> inside_address(Result<T> result) {
  if (!result && !result.error().pointer.empty()) result.error().pointer.insert(0, "/address");
  return result;
}

ports::Answer address_answer(int status, const Customer& customer, const SavedAddress& saved) {
  ports::Answer answer = json_answer(status, saved_address_json(customer, saved));
  if (status == 201) answer.location = "/v1/me/addresses/" + saved.id.text();
  return answer;
}

}  // namespace

Result<Response> list_addresses(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const Customer customer, parts.customers.find(customer_of(call)));
  return private_response(json_answer(200, address_list_json(customer)));
}

Result<Response> create_address(const ServiceParts& parts, const Call& call) {
  TRY(const AddressBody body, read_saved_address(call.body()));
  const auto encode = [](const Customer& customer) { return address_answer(201, customer, customer.addresses.back()); };
  return inside_address(
      repeatably<Customer>(parts.answers, call, {}, encode, [&](const ports::Repeatable<Customer>& repeatable) {
        return parts.accounts.addresses.add(repeatable, customer_of(call), body.address, body.defaults);
      }));
}

Result<Response> get_address(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const AddressId id, path_id<AddressId>(call.path[0]));
  TRY(const Customer customer, parts.customers.find(customer_of(call)));
  TRY(const SavedAddress saved, address_of(customer, id));
  return private_response(address_answer(200, customer, saved));
}

Result<Response> replace_address(const ServiceParts& parts, const Call& call) {
  TRY(const AddressId id, path_id<AddressId>(call.path[0]));
  TRY(const AddressBody body, read_saved_address(call.body()));
  const auto encode = [id](const Customer& customer) {
    return address_answer(200, customer, address_of(customer, id).value());  // it was just written
  };
  return inside_address(
      repeatably<Customer>(parts.answers, call, {}, encode, [&](const ports::Repeatable<Customer>& repeatable) {
        return parts.accounts.addresses.replace(repeatable, customer_of(call), id, body.address, body.defaults);
      }));
}

Result<Response> delete_address(const ServiceParts& parts, const Call& call) {
  TRY(const AddressId id, path_id<AddressId>(call.path[0]));
  TRY(parts.accounts.addresses.remove(customer_of(call), id));
  return no_content();
}

Result<Response> list_wishlist(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const Customer customer, parts.customers.find(customer_of(call)));
  std::vector<WishedProduct> wishes;
  const Instant now = parts.clock.now();
  for (const Wish& wish : customer.wishlist | std::views::reverse) {
    auto product = parts.catalog.product(wish.product);
    if (!product && product.error().code != ErrorCode::not_found) return std::unexpected(std::move(product).error());
    const bool shown = product && is_visible(*product, now);
    wishes.push_back({.wish = wish, .product = shown ? std::optional{*std::move(product)} : std::nullopt});
  }
  return private_response(json_answer(200, wishlist_json(wishes)));
}

Result<Response> add_wish(const ServiceParts& parts, const Call& call) {
  TRY(const ProductId product, path_id<ProductId>(call.path[0]));
  TRY(parts.accounts.wishlist.add(customer_of(call), product));
  return no_content();
}

Result<Response> remove_wish(const ServiceParts& parts, const Call& call) {
  TRY(const ProductId product, path_id<ProductId>(call.path[0]));
  TRY(parts.accounts.wishlist.remove(customer_of(call), product));
  return no_content();
}

Result<Response> list_my_orders(const ServiceParts& parts, const Cursors& cursors, const Call& call) {
  TRY(const Query query, Query::parse(call.request.query(), {{"limit"}, {"cursor"}}));
  const std::string principal = call.principal.name();
  TRY(const Paging paging, read_paging(query, CanonicalTarget{std::string(call.row.path)}, cursors, principal));
  TRY(std::vector<Order> orders,
      parts.ledger.of_customer(customer_of(call), OrderId::parse(paging.position), paging.limit + 1));
  const auto next = cut(orders, paging, cursors, principal, [](const Order& order) { return order.id.text(); });
  return private_response(json_answer(200, order_list_json(orders, next)));
}

}  // namespace souk::http
