#pragma once

#include <chrono>
#include <cstdint>

#include "ports/checkout_ledger.h"
#include "ports/queue.h"
#include "usecases/payment_providers.h"

namespace souk::usecases {

inline constexpr const char* kOrderProcessingQueue = "order-processing";
// A batch of 10 captures, 8 s each at worst, fits: else a message would be handed out again while it is being worked on.
inline constexpr std::chrono::minutes kCaptureVisibility{2};

/// Takes the money of confirmed orders: the consumer of `order-processing`. A capture can be repeated: the provider's key is
/// derived from the order.
class CapturePayment {
 public:
  CapturePayment(ports::Queue& queue, ports::CheckoutLedger& ledger, const PaymentProviders& providers)
      : queue_(queue), ledger_(ledger), providers_(providers) {}

  /// One batch; returns how many messages were received: 0 means the queue is idle. A capture that could not be made comes back
  /// later, five times in all, then ResumeCaptures has it; what is no message of this queue goes to the dead letters. Errors:
  /// unavailable and its like, of the queue.
  Result<std::int64_t> operator()() const;

  /// For one order in whatever state: captures what is authorized, else does nothing. Errors: not_found; unavailable (ask again
  /// later); payment_provider_unknown.
  Result<void> capture(const OrderId& order) const;

 private:
  Result<void> handle(const ports::Message& message) const;

  ports::Queue& queue_;
  ports::CheckoutLedger& ledger_;
  const PaymentProviders& providers_;
};

}  // namespace souk::usecases
