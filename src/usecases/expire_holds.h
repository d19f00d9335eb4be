#pragma once

#include <cstdint>

#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "usecases/payment_providers.h"

namespace souk::usecases {

/// Puts stock back whose hold ran out. An attempt that is still undecided is canceled at the provider first, and its answer
/// applied: it may turn out to have succeeded.
class ExpireHolds {
 public:
  ExpireHolds(ports::CheckoutLedger& ledger, const PaymentProviders& providers, const ports::Clock& clock)
      : ledger_(ledger), providers_(providers), clock_(clock) {}

  /// One round over at most `limit` orders; returns how many expired. Errors: unavailable and its like, of the ledger.
  Result<std::int64_t> operator()(std::int64_t limit) const;

 private:
  ports::CheckoutLedger& ledger_;
  const PaymentProviders& providers_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
