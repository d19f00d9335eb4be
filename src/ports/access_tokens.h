#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commerce/access/session.h"
#include "commerce/error/error.h"

namespace souk::ports {

/// What an access token says of whoever shows it.
struct AccessClaims {
  AccountPool pool = AccountPool::customers;
  AccountId account;
  SessionId session;
  Instant authenticated_at{};
  std::optional<Instant> second_factor_at{};
  Instant expires_at{};
  friend bool operator==(const AccessClaims&, const AccessClaims&) = default;
};

/// Checks the access tokens of the one issuer whose keys it knows. Thread-safe.
class AccessTokens {
 public:
  virtual ~AccessTokens() = default;
  /// Whoever shows the same token again is answered from memory, until it runs out. Errors: invalid_token (not ours, not an
  /// access token, out of its time, its session ended as far as this process knows: one answer for all); unavailable.
  virtual Result<AccessClaims> check(std::string_view token) const = 0;
  /// "https://shop.example": what tokens are issued by, and where its documents are found.
  virtual std::string issuer() const = 0;
  /// The JSON Web Key Set of the keys that sign, and will sign next.
  virtual std::string key_set() const = 0;
};

}  // namespace souk::ports
