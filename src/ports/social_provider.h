#pragma once

#include <string>

#include "commerce/error/error.h"

namespace souk::ports {

/// What ties a login with a provider to the browser that began it. Each fresh and unguessable; the browser alone keeps them.
struct SocialLogin {
  std::string state;     // comes back in the address: an answer to another browser's login has another one
  std::string nonce;     // comes back inside the ID token: so has a token of another login
  std::string verifier;  // of PKCE, RFC 7636: a stolen code is worth nothing without it
};

/// What the provider sent the browser back with.
struct SocialAnswer {
  std::string code;
  std::string issuer{};  // the parameter `iss` of RFC 9207, empty when there is none
};

/// Somebody as a provider knows them. `issuer` and `subject` are who they are; the rest is what the provider says of them.
struct SocialIdentity {
  std::string issuer;
  std::string subject;
  std::string email{};  // empty when the provider does not tell
  bool email_verified = false;
  std::string name{};
  friend bool operator==(const SocialIdentity&, const SocialIdentity&) = default;
};

/// Another house's proof of who somebody is: OpenID Connect, authorization code with PKCE. Thread-safe.
class SocialProvider {
 public:
  virtual ~SocialProvider() = default;
  /// Where the browser must go. `redirect_uri`: where it comes back to, as registered there, letter by letter. Errors:
  /// unavailable (the provider cannot be reached, or is none).
  virtual Result<std::string> authorization_url(const SocialLogin& login, const std::string& redirect_uri) const = 0;
  /// Exchanges the code, which is worth something once. `login` and `redirect_uri`: those of authorization_url. Errors:
  /// oauth_state_mismatch (an answer of another provider or to another login), invalid_grant (a code that is worth nothing, or
  /// a token that does not hold), unavailable.
  virtual Result<SocialIdentity> identity(const SocialAnswer& answer, const SocialLogin& login,
                                          const std::string& redirect_uri) const = 0;
};

}  // namespace souk::ports
