#include "server/rate_limiter.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace souk::server {

std::string_view name_of(http::RateClass rate_class) {
  switch (rate_class) {
    case http::RateClass::browse: return "browse";
    case http::RateClass::search: return "search";
    case http::RateClass::cart: return "cart";
    case http::RateClass::checkout: return "checkout";
    case http::RateClass::account: return "account";
    case http::RateClass::admin: return "admin";
  }
  std::unreachable();
}

const Rate& RateLimits::of(http::RateClass rate_class) const {
  switch (rate_class) {
    case http::RateClass::browse: return browse;
    case http::RateClass::search: return search;
    case http::RateClass::cart: return cart;
    case http::RateClass::checkout: return checkout;
    case http::RateClass::account: return account;
    case http::RateClass::admin: return admin;
  }
  std::unreachable();
}

std::optional<std::chrono::nanoseconds> RateLimiter::wait_for_turn(const IpAddress& client, http::RateClass rate_class,
                                                                   Time now) {
  if (client.is_loopback()) return std::nullopt;
  const Rate& rate = limits_.of(rate_class);
  const std::chrono::nanoseconds cost{static_cast<std::int64_t>(1e9 / rate.per_second)};
  const std::chrono::nanoseconds burst{static_cast<std::int64_t>(1e9 / rate.per_second * rate.burst)};

  const Key key = key_of(client, rate_class);
  Shard& shard = shards_[KeyHash{}(key) % kShards];
  const std::lock_guard lock(shard.mutex);
  if (shard.full_at.size() >= kMaxPerShard) make_room(shard, now);
  Time& full_at = shard.full_at.try_emplace(key, now).first->second;
  const Time after = std::max(full_at, now) + cost;
  if (after - now > burst) return after - now - burst;
  full_at = after;
  return std::nullopt;
}

/// Who has the whole burst again needs no entry. When all are busy the table starts afresh: bounded memory comes first.
void RateLimiter::make_room(Shard& shard, Time now) {
  if (now >= shard.next_sweep) {
    std::erase_if(shard.full_at, [now](const auto& entry) { return entry.second <= now; });
    shard.next_sweep = now + std::chrono::seconds{1};
  }
  if (shard.full_at.size() >= kMaxPerShard) shard.full_at.clear();
}

RateLimiter::Key RateLimiter::key_of(const IpAddress& client, http::RateClass rate_class) {
  Key key{0, 0, rate_class};
  std::memcpy(&key.network, client.bytes().data(), 8);
  if (client.is_v4()) std::memcpy(&key.host, client.bytes().data() + 8, 8);
  return key;
}

std::size_t RateLimiter::KeyHash::operator()(const Key& key) const {
  // Fibonacci mixing: neighbors must not share a shard. Collisions on purpose only slow the attacker's own shard down.
  std::uint64_t mixed = (key.network ^ (key.host << 1) ^ static_cast<std::uint64_t>(key.rate_class)) * 0x9E3779B97F4A7C15ULL;
  return static_cast<std::size_t>(mixed ^ (mixed >> 32));
}

}  // namespace souk::server
