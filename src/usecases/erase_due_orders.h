#pragma once

#include <cstdint>

#include "ports/checkout_ledger.h"
#include "ports/clock.h"

namespace souk::usecases {

/// Orders of customers who have left: what they say of them goes once nobody needs it any more.
class EraseDueOrders {
 public:
  EraseDueOrders(ports::CheckoutLedger& ledger, const ports::Clock& clock) : ledger_(ledger), clock_(clock) {}

  /// One batch; returns how many were erased.
  Result<std::int64_t> operator()() const { return ledger_.erase_due(clock_.now(), kBatch); }

 private:
  static constexpr std::int64_t kBatch = 50;

  ports::CheckoutLedger& ledger_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
