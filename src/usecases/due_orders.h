#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "ports/checkout_ledger.h"
#include "ports/clock.h"

namespace souk::usecases {

/// What a round over due orders came to.
struct DueRound {
  std::int64_t found = 0;
  std::int64_t settled = 0;            // need nothing more
  std::int64_t failed = 0;             // could not be helped this time
  std::optional<Error> first_error{};  // of those
};

/// A worker's way through all orders that need one kind of thing, page by page. A round is bounded in time, because a provider
/// that hangs takes 8 s for each; the next round goes on where it ended, so nobody is kept waiting for ever. An order that
/// fails does not stop the rest. Not for several threads.
class DueOrders {
 public:
  DueOrders(const ports::CheckoutLedger& ledger, const ports::Clock& clock, ports::Due kind)
      : ledger_(ledger), clock_(clock), kind_(kind) {}

  /// `settle`: whether the order needs nothing more. Errors: those of CheckoutLedger::due.
  using Settle = std::function<Result<bool>(const OrderId&)>;
  Result<DueRound> round(Instant until, const Settle& settle);

 private:
  const ports::CheckoutLedger& ledger_;
  const ports::Clock& clock_;
  ports::Due kind_;
  std::optional<ports::DueOrder> last_{};  // that was tried
};

}  // namespace souk::usecases
