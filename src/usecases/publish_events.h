#pragma once

#include <cstdint>

#include "ports/outbox.h"

namespace souk::usecases {

class PublishEvents {
 public:
  explicit PublishEvents(ports::Outbox& outbox) : outbox_(outbox) {}

  /// Publishes what is waiting, at most 1,000 events a call; returns how many. Errors: unavailable and its like.
  Result<std::int64_t> operator()() const;

 private:
  ports::Outbox& outbox_;
};

}  // namespace souk::usecases
