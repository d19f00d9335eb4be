#pragma once

#include <chrono>
#include <cstdint>

#include "ports/clock.h"
#include "ports/outbox.h"
#include "ports/queue.h"

namespace souk::usecases {

// A month: to look into what an order's consumers were told, also for those who report a mistake when their bill comes.
inline constexpr std::chrono::days kEventLifetime{30};
// As long as SQS keeps any message. Nothing but messages that cannot be read dies, and they do not get better.
inline constexpr std::chrono::days kDeadLetterLifetime{14};

/// Drops events that left long ago and messages that nobody could read. What they were about stays: an order keeps its history.
class ForgetEvents {
 public:
  ForgetEvents(ports::Outbox& outbox, ports::Queue& queue, const ports::Clock& clock)
      : outbox_(outbox), queue_(queue), clock_(clock) {}

  /// At most 1,000 of each a call; returns how many.
  Result<std::int64_t> operator()() const;

 private:
  ports::Outbox& outbox_;
  ports::Queue& queue_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
