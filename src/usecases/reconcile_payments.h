#pragma once

#include <chrono>

#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "usecases/due_orders.h"
#include "usecases/payment_providers.h"

namespace souk::usecases {

// Younger attempts may still have their checkout request waiting for the provider, which takes up to 8 s.
inline constexpr std::chrono::seconds kReconcileAfter{30};

/// Gives every payment attempt an answer that a crash, a timeout or a lost connection left without one.
class ReconcilePayments {
 public:
  ReconcilePayments(ports::CheckoutLedger& ledger, const PaymentProviders& providers, const ports::Clock& clock,
                    std::chrono::milliseconds after = kReconcileAfter)
      : ledger_(ledger),
        providers_(providers),
        clock_(clock),
        after_(after),
        undecided_(ledger, clock, ports::Due::undecided_payment) {}

  /// One round over all of them; settled are those that are decided now. Errors: unavailable and its like, of the ledger.
  Result<DueRound> operator()();

 private:
  ports::CheckoutLedger& ledger_;
  const PaymentProviders& providers_;
  const ports::Clock& clock_;
  std::chrono::milliseconds after_;
  DueOrders undecided_;
};

}  // namespace souk::usecases
