#pragma once

#include <atomic>
#include <deque>
#include <mutex>
#include <span>
#include <unordered_set>
#include <utility>

#include "commerce/access/session.h"
#include "ports/clock.h"

namespace souk::embedded {

/// Sessions that ended in this process so lately that one of their access tokens may still be in its time: those count no
/// longer. Memory alone, so after a restart a token lives to its own end. Thread-safe.
class EndedSessions {
 public:
  explicit EndedSessions(const ports::Clock& clock) : clock_(clock) {}

  void add(std::span<const SessionId> ids);
  void add(const SessionId& id) { add(std::span{&id, 1}); }
  bool contains(const SessionId& id) const;

 private:
  const ports::Clock& clock_;
  mutable std::mutex mutex_;  // guards what follows
  std::unordered_set<SessionId> ids_;
  std::deque<std::pair<std::chrono::steady_clock::time_point, SessionId>> by_age_;
  std::atomic<bool> any_ = false;  // asked on every request: usually there are none
};

}  // namespace souk::embedded
