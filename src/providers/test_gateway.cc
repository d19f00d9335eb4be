#include "providers/test_gateway.h"

#include <optional>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include "providers/json_members.h"

namespace souk::providers {
namespace {

namespace json = boost::json;

std::string authorization_key(const Order& order, const PaymentAttempt& attempt) {
  return "auth:" + order.id.text() + ':' + attempt.id.text();
}

PaymentFact unknown(const Order& order, const PaymentAttempt& attempt) {
  PaymentFact fact;
  fact.kind = FactKind::unknown;
  fact.order = order.id;
  fact.attempt = attempt.id;
  fact.amount = zero(attempt.amount.currency);
  return fact;
}

std::optional<FactKind> kind_named(std::string_view status) {
  if (status == "authorized") return FactKind::authorized;
  if (status == "declined") return FactKind::declined;
  if (status == "requires_action") return FactKind::requires_action;
  if (status == "captured") return FactKind::captured;
  if (status == "voided") return FactKind::voided;
  if (status == "refunded") return FactKind::refunded;
  return std::nullopt;
}

/// The provider's words as a fact. Order, attempt and amount are what it says, not what was asked: the reducer compares them.
std::optional<PaymentFact> fact_of(std::string_view body) {
  const auto answer = read_object(body);
  if (!answer) return std::nullopt;
  const auto kind = kind_named(text_of(*answer, "status"));
  const auto order = OrderId::parse(text_of(*answer, "order"));
  const auto attempt = AttemptId::parse(text_of(*answer, "attempt"));
  const auto amount = money_of(*answer, "amount");
  if (!kind || !order || !attempt || !amount) return std::nullopt;

  PaymentFact fact;
  fact.kind = *kind;
  fact.order = *order;
  fact.attempt = *attempt;
  fact.amount = *kind == FactKind::declined ? zero(amount->currency) : *amount;
  fact.provider_reference = text_of(*answer, "reference");
  fact.refusal = text_of(*answer, "refusal");
  fact.action_url = text_of(*answer, "action_url");
  return fact;
}

}  // namespace

TestGateway::TestGateway(net::Endpoint provider, std::chrono::milliseconds timeout)
    : client_(std::move(provider)), timeout_(timeout) {}

PaymentFact TestGateway::authorize(const Order& order, const PaymentAttempt& attempt) {
  return ask({"/v1/authorizations", authorization_key(order, attempt), attempt.amount}, order, attempt);
}

PaymentFact TestGateway::look_up(const Order& order, const PaymentAttempt& attempt) {
  return authorize(order, attempt);  // under the same key: tells what became of it, or makes up for a call that never left
}

PaymentFact TestGateway::capture(const Order& order, const PaymentAttempt& attempt) {
  PaymentFact fact = ask({"/v1/captures", "cap:" + order.id.text(), attempt.amount}, order, attempt);
  if (fact.kind == FactKind::unknown || fact.kind == FactKind::captured || fact.kind == FactKind::refunded) return fact;
  if (fact.refusal.empty()) fact.refusal = "not_authorized";
  fact.kind = FactKind::capture_failed;
  return fact;
}

PaymentFact TestGateway::void_authorization(const Order& order, const PaymentAttempt& attempt) {
  return ask({"/v1/voids", "void:" + order.id.text() + ':' + attempt.id.text(), attempt.amount}, order, attempt);
}

PaymentFact TestGateway::refund(const Order& order, const PaymentAttempt& attempt, Money amount, const std::string& refund_id) {
  PaymentFact fact = ask({"/v1/refunds", "ref:" + refund_id, amount}, order, attempt);
  const bool given_back = fact.kind == FactKind::refunded || fact.kind == FactKind::voided;
  return given_back ? fact : unknown(order, attempt);
}

PaymentFact TestGateway::ask(const Call& call, const Order& order, const PaymentAttempt& attempt) const {
  const json::object body{
      {"key", call.key},
      {"authorization", authorization_key(order, attempt)},
      {"order", order.id.text()},
      {"attempt", attempt.id.text()},
      {"amount", json_of(call.amount)},
      {"token", attempt.token},
      {"return_url", attempt.return_url},
  };
  net::HttpRequest request;
  request.method = "POST";
  request.target = call.target;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = json::serialize(body);
  request.repeatable = true;  // the key inside makes it so
  const auto answer = client_.send(request, timeout_);
  if (!answer || answer->status != 200) return unknown(order, attempt);
  return fact_of(answer->body).value_or(unknown(order, attempt));
}

}  // namespace souk::providers
