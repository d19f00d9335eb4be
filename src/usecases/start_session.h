#pragma once

#include <optional>
#include <string>

#include "identity/refresh_token.h"
#include "ports/clock.h"
#include "ports/id_source.h"
#include "ports/identity_provider.h"
#include "ports/sessions.h"

namespace souk::usecases {

/// What the shop knows of the browser that logs in.
struct Browser {
  std::string device;                                    // "Firefox on Linux"
  std::optional<identity::RefreshToken> refresh_token{};  // what it held before; its session ends
};

/// A session under way, and what the browser needs to go on with it.
struct LiveSession {
  Session session;
  identity::RefreshToken refresh_token;
  ports::AccessToken access_token;
};

/// A new session for somebody who has just proven who they are; never one whose id was there before.
class StartSession {
 public:
  StartSession(ports::Sessions& sessions, const ports::IdentityProvider& identity, ports::IdSource& ids,
               const ports::Clock& clock)
      : sessions_(sessions), identity_(identity), ids_(ids), clock_(clock) {}

  /// `second_factor`: it was given too. Errors: unavailable and its like.
  Result<LiveSession> operator()(AccountPool pool, const ports::Grant& grant, const Browser& browser,
                                 bool second_factor = false) const;

 private:
  ports::Sessions& sessions_;
  const ports::IdentityProvider& identity_;
  ports::IdSource& ids_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
