#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk::ports {

struct Message {
  MessageId id;
  std::string body;
  std::int64_t receive_count = 0;  // this delivery included
  std::string receipt;             // of this delivery: another delivery voids it
};

/// A durable queue: at least once, no order promised. A message that was received `kMaxReceives` times without being deleted
/// goes to its dead letters. Thread-safe.
class Queue {
 public:
  static constexpr std::int64_t kMaxReceives = 5;
  virtual ~Queue() = default;
  /// `queue`: a name such as "order-processing". Visible after `delay`.
  virtual Result<MessageId> send(const std::string& queue, const std::string& body, std::chrono::milliseconds delay = {}) = 0;
  /// Hides what it returns for `visibility`. At most `limit` (≤ 10).
  virtual Result<std::vector<Message>> receive(const std::string& queue, std::int64_t limit,
                                               std::chrono::milliseconds visibility) = 0;
  /// Done with it. A stale receipt changes nothing and is not an error.
  virtual Result<void> remove(const std::string& queue, const Message& message) = 0;
  /// Gives it back: visible after `delay`.
  virtual Result<void> release(const std::string& queue, const Message& message, std::chrono::milliseconds delay) = 0;
  virtual Result<std::vector<Message>> dead_letters(const std::string& queue, std::int64_t limit) const = 0;
  /// Forgets dead letters that died before `before`, at most `limit`; returns how many.
  virtual Result<std::int64_t> forget_dead(const std::string& queue, Instant before, std::int64_t limit) = 0;
  /// Moves dead letters back, receive counts at zero; returns how many.
  virtual Result<std::int64_t> redrive(const std::string& queue, std::int64_t limit) = 0;
};

}  // namespace souk::ports
