#include "usecases/forget_events.h"

#include "usecases/capture_payment.h"

namespace souk::usecases {

Result<std::int64_t> ForgetEvents::operator()() const {
  constexpr std::int64_t limit = 1000;  // short enough for the one writer not to keep checkouts waiting
  TRY(const std::int64_t events, outbox_.forget(clock_.now() - kEventLifetime, limit));
  TRY(const std::int64_t letters, queue_.forget_dead(kOrderProcessingQueue, clock_.now() - kDeadLetterLifetime, limit));
  return events + letters;
}

}  // namespace souk::usecases
