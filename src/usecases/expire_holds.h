#pragma once

#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "usecases/due_orders.h"
#include "usecases/payment_providers.h"

namespace souk::usecases {

/// Puts stock back whose hold ran out. An attempt that is still undecided is canceled at the provider first, and its answer
/// applied: it may turn out to have succeeded.
class ExpireHolds {
 public:
  ExpireHolds(ports::CheckoutLedger& ledger, const PaymentProviders& providers, const ports::Clock& clock)
      : ledger_(ledger), providers_(providers), clock_(clock), lapsed_(ledger, clock, ports::Due::lapsed_hold) {}

  /// One round over all of them; settled are those that expired. Errors: unavailable and its like, of the ledger.
  Result<DueRound> operator()();

 private:
  ports::CheckoutLedger& ledger_;
  const PaymentProviders& providers_;
  const ports::Clock& clock_;
  DueOrders lapsed_;
};

}  // namespace souk::usecases
