#pragma once

#include <cstdint>
#include <string>

#include "ports/checkout_ledger.h"
#include "ports/customer_store.h"
#include "ports/queue.h"

namespace souk::usecases {

inline constexpr const char* kNewCustomersQueue = "new-customers";

/// Gives a customer the orders that were placed as a guest with the address they have proven to be theirs, once, when they
/// register.
class ClaimOrders {
 public:
  ClaimOrders(ports::Queue& queue, ports::CheckoutLedger& ledger, const ports::CustomerStore& customers)
      : queue_(queue), ledger_(ledger), customers_(customers) {}

  /// All of them; repeating it finds none. Errors: unavailable and its like.
  Result<void> claim(const Customer& customer) const;
  /// The consumer of `new-customers`: what a crash between registration and claim left undone. One batch; returns how many
  /// messages were received.
  Result<std::int64_t> operator()() const;

 private:
  Result<void> handle(const ports::Message& message) const;

  ports::Queue& queue_;
  ports::CheckoutLedger& ledger_;
  const ports::CustomerStore& customers_;
};

}  // namespace souk::usecases
