#pragma once

#include <string>

#include "identity/breach_list.h"
#include "ports/identity_provider.h"
#include "ports/sessions.h"

namespace souk::usecases {

/// Changes one's own password; all one's other sessions end.
class ChangePassword {
 public:
  ChangePassword(ports::IdentityProvider& identity, ports::Sessions& sessions, const identity::BreachList& breached)
      : identity_(identity), sessions_(sessions), breached_(breached) {}

  /// `minimum`: characters of the new one. Errors: invalid_credentials (`current`), weak_password, too_long, not_found;
  /// unavailable and its like.
  Result<void> operator()(AccountPool pool, const AccountId& account, const SessionId& session, const std::string& current,
                          const std::string& password, std::size_t minimum) const;

 private:
  ports::IdentityProvider& identity_;
  ports::Sessions& sessions_;
  const identity::BreachList& breached_;
};

}  // namespace souk::usecases
