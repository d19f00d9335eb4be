#pragma once

#include <chrono>

#include "usecases/capture_payment.h"
#include "usecases/due_orders.h"

namespace souk::usecases {

// A while after the queue has given up: its pauses add up to 21 minutes.
inline constexpr std::chrono::minutes kResumeAfter{30};

/// Takes the money of confirmed orders whose message is gone: their provider was away for longer than the queue tries. Goes by
/// the orders themselves, so no capture is ever lost.
class ResumeCaptures {
 public:
  ResumeCaptures(const ports::CheckoutLedger& ledger, const CapturePayment& capture, const ports::Clock& clock,
                 std::chrono::milliseconds after = kResumeAfter)
      : ledger_(ledger), capture_(capture), clock_(clock), after_(after), uncaptured_(ledger, clock, ports::Due::capture) {}

  /// One round over all of them; settled are those that are captured now. Errors: unavailable and its like, of the ledger.
  Result<DueRound> operator()();

 private:
  const ports::CheckoutLedger& ledger_;
  CapturePayment capture_;
  const ports::Clock& clock_;
  std::chrono::milliseconds after_;
  DueOrders uncaptured_;
};

}  // namespace souk::usecases
