#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

#include "ports/id_source.h"

namespace souk::aws {

struct RetryPolicy {
  int attempts = 4;  // the first one included
  std::chrono::milliseconds first_pause{25};
  std::chrono::milliseconds longest_pause{1000};
  // Repeats may be a fifth of all calls and a hundred above: a service that is down is not called several times as often for
  // it.
  std::int64_t budget = 100;
  std::int64_t percent_earned_per_call = 20;
  std::function<void(std::chrono::milliseconds)> pause{};  // empty: the thread sleeps
};

/// Who may call again, and when. Thread-safe.
class Retry {
 public:
  Retry(RetryPolicy policy, ports::IdSource& random);

  int attempts() const { return policy_.attempts; }
  /// Every first call earns its share of the budget.
  void earn();
  /// False: the budget is used up.
  bool spend();
  /// After the `failures`-th failure: anything from nothing to twice the pause before, so that those who collided part ("full
  /// jitter").
  void pause(int failures) const;

 private:
  const RetryPolicy policy_;
  ports::IdSource& random_;
  std::atomic<std::int64_t> hundredths_;
};

}  // namespace souk::aws
