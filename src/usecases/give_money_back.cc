#include "usecases/give_money_back.h"

#include <algorithm>

#include "usecases/due_orders.h"

namespace souk::usecases {
namespace {

bool owed(const PaymentAttempt& attempt) { return attempt.void_due || attempt.refund_due; }

PaymentFact give_back(ports::PaymentGateway& gateway, const Order& order, const PaymentAttempt& attempt) {
  // One refund of all that was taken is ever due for an attempt, so the attempt names it and a repeat is recognised.
  if (attempt.refund_due) return gateway.refund(order, attempt, attempt.to_refund(), attempt.id.text());
  return gateway.void_authorization(order, attempt);
}

}  // namespace

Result<std::int64_t> GiveMoneyBack::operator()(std::int64_t limit) const {
  TRY(std::vector<OrderId> due, ledger_.money_to_give_back(limit));
  return settle_due_orders(std::move(due), clock_, [&](const OrderId& id) -> Result<bool> {
    TRY(Order order, ledger_.find(id));
    const auto attempts = order.attempts;
    for (const PaymentAttempt& attempt : attempts) {
      ports::PaymentGateway* gateway = owed(attempt) ? providers_.find(attempt.provider) : nullptr;
      if (!gateway) continue;
      TRY(order, ledger_.apply(id, give_back(*gateway, order, attempt)));
    }
    return std::ranges::none_of(order.attempts, owed);
  });
}

}  // namespace souk::usecases
