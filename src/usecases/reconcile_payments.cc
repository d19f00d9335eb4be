#include "usecases/reconcile_payments.h"

#include "usecases/due_orders.h"
#include "usecases/settle_attempt.h"

namespace souk::usecases {

Result<std::int64_t> ReconcilePayments::operator()(std::int64_t limit) const {
  TRY(std::vector<OrderId> due, ledger_.undecided_since(clock_.now() - after_, limit));
  return settle_due_orders(std::move(due), clock_, [&](const OrderId& id) -> Result<bool> {
    TRY(const Order order, ledger_.find(id));
    if (!order.undecided()) return false;
    TRY(const Order settled, settle_attempt(ledger_, providers_, order, clock_.now()));
    return !settled.undecided();
  });
}

}  // namespace souk::usecases
