#pragma once

#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "commerce/time/instant.h"
#include "ports/social_provider.h"
#include "providers/oidc/keys.h"

namespace souk::providers::oidc {

/// Taken apart, and nothing in it believed yet.
struct IdToken {
  std::string algorithm;
  std::string key_id;
  std::string signed_part;  // header and payload as they came
  std::string payload;      // JSON
  std::string signature;

  /// Errors: invalid_grant.
  static Result<IdToken> parse(std::string_view text);
};

/// What a token must say of itself.
struct Expected {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  Instant now{};
};

/// The identity in a token whose signature was found good. Errors: oauth_state_mismatch (the nonce is not this login's),
/// invalid_grant (of another issuer, for another client, too old, from the future, of nobody).
Result<ports::SocialIdentity> identity_in(const IdToken& token, const Expected& expected);

/// E-mail address and name, where a token or a user info document tells them.
void read_profile(std::string_view document, ports::SocialIdentity& identity);

}  // namespace souk::providers::oidc
