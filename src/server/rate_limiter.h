#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "http/service.h"
#include "server/ip_address.h"

namespace souk::server {

std::string_view name_of(http::RateClass rate_class);

/// How often one address may ask, for one class of routes.
struct Rate {
  double per_second;
  double burst;  // so many at once, after a quiet while
};

/// One shopper stays far below these; a household or an office behind one address stays below them too.
struct RateLimits {
  Rate browse{50, 300};
  Rate search{20, 100};
  Rate cart{20, 100};
  Rate checkout{5, 30};
  Rate account{0.5, 30};  // what takes a password or sends a mail
  Rate admin{50, 300};

  const Rate& of(http::RateClass rate_class) const;
};

/// Counts requests per client address and rate class (generic cell rate algorithm: one number each). This machine itself is not
/// limited: such a peer is the operator, or a proxy that was not named as trusted and stands for every shopper. Thread-safe.
class RateLimiter {
 public:
  explicit RateLimiter(RateLimits limits) : limits_(limits) {}

  using Time = std::chrono::steady_clock::time_point;
  /// Takes one turn, or says how long until there is one.
  std::optional<std::chrono::nanoseconds> wait_for_turn(const IpAddress& client, http::RateClass rate_class, Time now);
  const RateLimits& limits() const { return limits_; }

 private:
  /// IPv6 clients own a whole /64, so that is what counts as one.
  struct Key {
    std::uint64_t network;
    std::uint64_t host;
    http::RateClass rate_class;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Shard {
    std::mutex mutex{};                                // guards full_at
    std::unordered_map<Key, Time, KeyHash> full_at{};  // when the client will have its whole burst again
    Time next_sweep{};
  };
  static constexpr std::size_t kShards = 16;
  // 16 * 8,192 entries of about 80 bytes: 10 MB at worst. An attacker with more addresses than that is not held back here.
  static constexpr std::size_t kMaxPerShard = 8192;

  static Key key_of(const IpAddress& client, http::RateClass rate_class);
  static void make_room(Shard& shard, Time now);

  const RateLimits limits_;
  std::array<Shard, kShards> shards_{};
};

}  // namespace souk::server
