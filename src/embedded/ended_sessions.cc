#include "embedded/ended_sessions.h"

#include "identity/access_token.h"

namespace souk::embedded {

namespace {

// More ends in ten minutes are no shop's; the oldest are then forgotten first.
constexpr std::size_t kMostEnded = 100'000;

}  // namespace

void EndedSessions::add(std::span<const SessionId> ids) {
  if (ids.empty()) return;
  const auto now = clock_.steady();
  const std::lock_guard lock(mutex_);
  for (const SessionId& id : ids)
    if (ids_.insert(id).second) by_age_.emplace_back(now, id);
  while (by_age_.size() > kMostEnded || by_age_.front().first + identity::kLongestTokenLife < now) {
    ids_.erase(by_age_.front().second);
    by_age_.pop_front();
  }
  any_ = true;
}

bool EndedSessions::contains(const SessionId& id) const {
  if (!any_) return false;
  const std::lock_guard lock(mutex_);
  return ids_.contains(id);
}

}  // namespace souk::embedded
