#include "http/checkout_routes.h"

#include <optional>
#include <utility>

#include "http/order_json.h"
#include "http/path_id.h"
#include "http/query.h"
#include "http/read_cart.h"
#include "http/repeat.h"

namespace souk::http {
namespace {

constexpr std::string_view kOrders = "/v1/orders/";

/// The token goes in on the way out. It is the last member, so nothing that a shopper wrote can stand in its place.
ports::Answer with_token(ports::Answer answer, const ports::Signer& signer) {
  if (!answer.location.starts_with(kOrders)) return answer;
  const auto order = OrderId::parse(std::string_view{answer.location}.substr(kOrders.size()));
  const auto at = answer.body.rfind(kOrderTokenPlaceholder);
  if (order && at != std::string::npos)
    answer.body.replace(at, kOrderTokenPlaceholder.size(), usecases::order_token(signer, *order));
  return answer;
}

/// 202: what the order looks like while nobody knows yet.
Response undecided_response(const Order& order, const ports::Signer& signer) {
  ports::Answer answer = json_answer(202, placed_order_json(order, usecases::order_token(signer, order.id)));
  answer.location = std::string(kOrders) + order.id.text();
  Response response = private_response(std::move(answer));
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

/// What the shop can say to this key now; nullopt when it does not know the key.
Result<std::optional<Response>> known_outcome(const ServiceParts& parts, const ports::IdempotencyKey& key, bool first) {
  TRY(ports::Answers::Found found, parts.answers.find(key));
  if (auto* const stored = std::get_if<ports::StoredAnswer>(&found))
    return std::optional{stored_response(with_token(std::move(stored->answer), parts.signer), first)};
  if (const auto* const undecided = std::get_if<ports::UndecidedOrder>(&found)) {
    TRY(const Order order, parts.ledger.find(undecided->order));
    return std::optional{undecided_response(order, parts.signer)};
  }
  return std::optional<Response>{};
}

}  // namespace

Result<Response> place_order(const ServiceParts& parts, const Call& call) {
  TRY(const CartId cart, path_id<CartId>(call.path[0]));
  TRY(const usecases::CheckoutRequest request, read_checkout({cart, call.principal.customer()}, call.body()));
  const ports::IdempotencyKey key = scoped_key(call, cart.text());
  TRY(std::optional<Response> known, known_outcome(parts, key, false));
  if (known) return *std::move(known);

  const Result<Order> placed = parts.verbs.place_order(key, request);
  // What was stored is the answer, also when our own news is an error: only what is durable is told.
  TRY(known, known_outcome(parts, key, true));
  if (known) return *std::move(known);
  if (!placed) return std::unexpected(placed.error());
  return undecided_response(*placed, parts.signer);
}

Result<Response> get_order(const ServiceParts& parts, const Call& call) {
  TRY(Query::parse(call.request.query(), {}));
  TRY(const OrderId id, path_id<OrderId>(call.path[0]));
  const auto token = call.request.header("order-token");
  const auto customer = call.principal.customer();
  // Whoever shows a token has it from the shop's mail; without one it is the customer's own or nothing.
  TRY(const Order order, customer && !token ? parts.verbs.show_order(id, *customer)
                                            : parts.verbs.show_order(id, token.value_or("")));
  return private_response(json_answer(200, order_json(order)));
}

}  // namespace souk::http
