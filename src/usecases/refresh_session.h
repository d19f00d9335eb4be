#pragma once

#include "usecases/start_session.h"

namespace souk::usecases {

/// Renews a session: another refresh token in the place of the one that was shown, and a fresh access token.
class RefreshSession {
 public:
  RefreshSession(ports::Sessions& sessions, const ports::IdentityProvider& identity, const ports::Signer& signer)
      : sessions_(sessions), identity_(identity), signer_(signer) {}

  /// `pool`: whose cookie the token came in. Errors: unauthorized, token_reused; unavailable and its like.
  Result<LiveSession> operator()(AccountPool pool, const identity::RefreshToken& presented) const;

 private:
  ports::Sessions& sessions_;
  const ports::IdentityProvider& identity_;
  const ports::Signer& signer_;
};

}  // namespace souk::usecases
