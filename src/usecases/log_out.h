#pragma once

#include "identity/refresh_token.h"
#include "ports/sessions.h"

namespace souk::usecases {

/// Ends the session that a browser's refresh token belongs to. There need not be one.
class LogOut {
 public:
  explicit LogOut(ports::Sessions& sessions) : sessions_(sessions) {}

  Result<void> operator()(const identity::RefreshToken& token) const { return sessions_.end(token.hash()); }
  /// Every session of an account, on whatever device.
  Result<void> everywhere(AccountPool pool, const AccountId& account) const;

 private:
  ports::Sessions& sessions_;
};

}  // namespace souk::usecases
