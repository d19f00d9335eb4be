#pragma once

#include <chrono>

#include "commerce/time/instant.h"

namespace souk::ports {

/// The only place that knows what time it is. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;                                   // wall clock: data, never a timeout
  virtual std::chrono::steady_clock::time_point steady() const = 0;  // for timeouts
};

}  // namespace souk::ports
