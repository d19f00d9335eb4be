#include "usecases/reconcile_payments.h"

#include "usecases/settle_attempt.h"

namespace souk::usecases {

Result<DueRound> ReconcilePayments::operator()() {
  return undecided_.round(clock_.now() - after_, [&](const OrderId& id) -> Result<bool> {
    TRY(const Order order, ledger_.find(id));
    if (!order.undecided()) return false;
    TRY(const Order settled, settle_attempt(ledger_, providers_, order, clock_.now()));
    return !settled.undecided();
  });
}

}  // namespace souk::usecases
