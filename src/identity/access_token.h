#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "commerce/access/session.h"
#include "identity/token_keys.h"
#include "ports/access_tokens.h"

namespace souk::identity {

// A token cannot be taken back everywhere at once, so it does not live long; staff can do more harm.
inline constexpr std::chrono::minutes kCustomerTokenLife{10};
inline constexpr std::chrono::minutes kStaffTokenLife{5};
inline constexpr std::chrono::minutes kLongestTokenLife = kCustomerTokenLife;
// A token from before the clock was set back is not from the future.
inline constexpr std::chrono::seconds kClockLeeway{60};
// Ours have a quarter of that: what is longer is not even hashed.
inline constexpr std::size_t kMaxTokenBytes = 4096;

struct SignedToken {
  std::string text;
  Instant expires_at{};
};

/// A JWT of RFC 9068: ES256, `typ` at+jwt, for the API of `issuer` ("https://shop.example"), with the session's pool as its
/// client_id.
SignedToken sign_access_token(const TokenKeys& keys, const std::string& issuer, const Session& session,
                              const std::string& token_id, Instant now);

/// Which key is asked is decided by the whole header, letter by letter: it is one of those that we write, so no algorithm, type
/// or key of the sender's choice is ever looked at. Errors: invalid_token.
Result<ports::AccessClaims> read_access_token(const TokenKeys& keys, const std::string& issuer, std::string_view token,
                                              Instant now);

/// Whether claims that were read before are still good. Errors: invalid_token.
Result<void> check_time(const ports::AccessClaims& claims, Instant now);

}  // namespace souk::identity
