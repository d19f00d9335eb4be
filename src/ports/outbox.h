#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk::ports {

/// An event as its transaction wrote it. Ordered only within an aggregate, by version.
struct Event {
  EventId id;
  std::string type;       // "order.confirmed"
  std::string aggregate;  // id text of what it is about
  std::int64_t aggregate_version = 0;
  Instant at{};
  std::string data;  // JSON
};

/// The reading side of the outbox; rows are written inside the transactions of the other ports. Thread-safe.
class Outbox {
 public:
  virtual ~Outbox() = default;
  /// Oldest first, at most `limit` (≤ 100).
  virtual Result<std::vector<Event>> unpublished(std::int64_t limit) const = 0;
  /// Moves events to the queues of their subscribers, each as a records::EventMessage, and marks them published, where the home
  /// can do both in one transaction; else marks only after all sends succeeded. Repeating it may deliver twice, never not at
  /// all. Returns how many were published.
  virtual Result<std::int64_t> publish(std::int64_t limit) = 0;
  /// Forgets events that were published before `before`, oldest first, at most `limit` (≤ 1,000); returns how many. A home
  /// whose storage ends them by itself forgets none.
  virtual Result<std::int64_t> forget(Instant before, std::int64_t limit) = 0;
};

}  // namespace souk::ports
