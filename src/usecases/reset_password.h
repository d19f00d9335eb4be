#pragma once

#include <string>

#include "identity/breach_list.h"
#include "ports/identity_provider.h"
#include "ports/sessions.h"

namespace souk::usecases {

/// Sets a new password by the link that was mailed for it; every session ends.
class ResetPassword {
 public:
  ResetPassword(ports::IdentityProvider& identity, ports::Sessions& sessions, const identity::BreachList& breached)
      : identity_(identity), sessions_(sessions), breached_(breached) {}

  /// `minimum`: characters of the new password. Errors: link_expired, weak_password, too_long; unavailable and its like.
  Result<ports::Account> operator()(AccountPool pool, const std::string& token, const std::string& password,
                                    std::size_t minimum) const;

 private:
  ports::IdentityProvider& identity_;
  ports::Sessions& sessions_;
  const identity::BreachList& breached_;
};

}  // namespace souk::usecases
