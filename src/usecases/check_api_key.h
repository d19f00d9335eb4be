#pragma once

#include <cstddef>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "commerce/access/principal.h"
#include "ports/api_keys.h"
#include "ports/clock.h"

namespace souk::usecases {

/// Which keys were used on which day, not stored yet: reading must not wait for a write. Thread-safe.
class ApiKeyUses {
 public:
  explicit ApiKeyUses(ports::ApiKeys& keys) : keys_(keys) {}

  void note(const ApiKey& key, Instant now);
  /// Stores them; returns how many. A process that ends without it forgets the last minute's.
  Result<std::int64_t> store();

 private:
  // Each key once a day: a shop with more keys than this forgets some days.
  static constexpr std::size_t kMaxWaiting = 10'000;

  ports::ApiKeys& keys_;
  std::mutex mutex_;  // guards waiting_
  std::unordered_map<ApiKeyId, Instant> waiting_;
};

/// Whose key is this? The secret is compared in constant time.
class CheckApiKey {
 public:
  CheckApiKey(const ports::ApiKeys& keys, ApiKeyUses& uses, const ports::Clock& clock)
      : keys_(keys), uses_(uses), clock_(clock) {}

  /// `text`: as CreateApiKey showed it. Errors: unauthorized (malformed, unknown, wrong, expired or revoked: one answer for
  /// all), unavailable.
  Result<Principal> operator()(std::string_view text) const;

 private:
  const ports::ApiKeys& keys_;
  ApiKeyUses& uses_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
