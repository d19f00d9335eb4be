#include "providers/manual_gateway.h"

namespace souk::providers {
namespace {

PaymentFact fact_of(FactKind kind, const Order& order, const PaymentAttempt& attempt) {
  PaymentFact fact;
  fact.kind = kind;
  fact.order = order.id;
  fact.attempt = attempt.id;
  fact.amount = kind == FactKind::unknown ? zero(attempt.amount.currency) : attempt.amount;
  return fact;
}

}  // namespace

PaymentFact ManualGateway::authorize(const Order& order, const PaymentAttempt& attempt) {
  return fact_of(FactKind::not_needed, order, attempt);
}

PaymentFact ManualGateway::look_up(const Order& order, const PaymentAttempt& attempt) { return authorize(order, attempt); }

PaymentFact ManualGateway::void_authorization(const Order& order, const PaymentAttempt& attempt) {
  return fact_of(FactKind::voided, order, attempt);  // nothing is held
}

PaymentFact ManualGateway::capture(const Order& order, const PaymentAttempt& attempt) {
  return fact_of(FactKind::unknown, order, attempt);
}

PaymentFact ManualGateway::refund(const Order& order, const PaymentAttempt& attempt, Money, const std::string&) {
  return fact_of(FactKind::unknown, order, attempt);
}

}  // namespace souk::providers
