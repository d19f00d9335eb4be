#include "usecases/settle_attempt.h"

namespace souk::usecases {

PaymentFact nothing_to_pay(const Order& order) {
  PaymentFact fact;
  fact.kind = FactKind::not_needed;
  fact.attempt = order.current_attempt().id;
  fact.order = order.id;
  fact.amount = order.current_attempt().amount;
  return fact;
}

Result<Order> settle_attempt(ports::CheckoutLedger& ledger, const PaymentProviders& providers, const Order& order,
                             Instant now) {
  if (!order.undecided()) return order;
  const PaymentAttempt& attempt = order.current_attempt();
  if (attempt.amount.minor == 0) return ledger.apply(order.id, nothing_to_pay(order));
  TRY(ports::PaymentGateway & gateway, providers.of(attempt));
  const bool lapsed = order.hold_expires_at <= now;
  return ledger.apply(order.id, lapsed ? gateway.void_authorization(order, attempt) : gateway.look_up(order, attempt));
}

}  // namespace souk::usecases
