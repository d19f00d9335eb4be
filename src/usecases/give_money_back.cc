#include "usecases/give_money_back.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace souk::usecases {
namespace {

bool owed(const PaymentAttempt& attempt) { return attempt.void_due || attempt.refund_due; }

PaymentFact give_back(ports::PaymentGateway& gateway, const Order& order, const PaymentAttempt& attempt) {
  // One refund of all that was taken is ever due for an attempt, so the attempt names it and a repeat is recognised.
  if (attempt.refund_due) return gateway.refund(order, attempt, attempt.to_refund(), attempt.id.text());
  return gateway.void_authorization(order, attempt);
}

}  // namespace

Result<DueRound> GiveMoneyBack::operator()() {
  return owing_.round(clock_.now(), [this](const OrderId& id) { return pay_back(id); });
}

Result<bool> GiveMoneyBack::pay_back(const OrderId& id) const {
  TRY(Order order, ledger_.find(id));
  std::optional<Error> error;  // of one attempt, which keeps nothing from the others
  for (const PaymentAttempt& attempt : std::vector(order.attempts)) {
    if (!owed(attempt)) continue;
    const auto gateway = providers_.of(attempt);
    if (!gateway) {
      error = gateway.error();
      continue;
    }
    TRY(order, ledger_.apply(id, give_back(*gateway, order, attempt)));
  }
  if (error) return std::unexpected(*std::move(error));
  return std::ranges::none_of(order.attempts, owed);
}

}  // namespace souk::usecases
