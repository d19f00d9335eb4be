#pragma once

#include <chrono>
#include <cstdint>

#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "usecases/payment_providers.h"

namespace souk::usecases {

// Younger attempts may still have their checkout request waiting for the provider, which takes up to 8 s.
inline constexpr std::chrono::seconds kReconcileAfter{30};

/// Gives every payment attempt an answer that a crash, a timeout or a lost connection left without one.
class ReconcilePayments {
 public:
  ReconcilePayments(ports::CheckoutLedger& ledger, const PaymentProviders& providers, const ports::Clock& clock,
                    std::chrono::milliseconds after = kReconcileAfter)
      : ledger_(ledger), providers_(providers), clock_(clock), after_(after) {}

  /// One round over at most `limit` attempts; returns how many of them are decided now. Errors: unavailable and its like, of
  /// the ledger.
  Result<std::int64_t> operator()(std::int64_t limit) const;

 private:
  ports::CheckoutLedger& ledger_;
  const PaymentProviders& providers_;
  const ports::Clock& clock_;
  std::chrono::milliseconds after_;
};

}  // namespace souk::usecases
