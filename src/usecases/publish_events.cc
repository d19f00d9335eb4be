#include "usecases/publish_events.h"

namespace souk::usecases {

Result<std::int64_t> PublishEvents::operator()() const {
  constexpr std::int64_t batch = 100;  // what one transaction moves
  std::int64_t published = 0;
  for (int round = 0; round < 10; ++round) {
    TRY(const std::int64_t moved, outbox_.publish(batch));
    published += moved;
    if (moved < batch) break;
  }
  return published;
}

}  // namespace souk::usecases
