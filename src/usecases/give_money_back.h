#pragma once

#include <cstdint>

#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "usecases/payment_providers.h"

namespace souk::usecases {

/// Voids or refunds money that an order holds and will never use: paid after the stock was gone, a mismatch, a canceled order.
class GiveMoneyBack {
 public:
  GiveMoneyBack(ports::CheckoutLedger& ledger, const PaymentProviders& providers, const ports::Clock& clock)
      : ledger_(ledger), providers_(providers), clock_(clock) {}

  /// One round over at most `limit` orders; returns how many owe nothing any more. Errors: unavailable and its like, of the
  /// ledger.
  Result<std::int64_t> operator()(std::int64_t limit) const;

 private:
  ports::CheckoutLedger& ledger_;
  const PaymentProviders& providers_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
