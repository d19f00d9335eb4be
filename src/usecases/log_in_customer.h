#pragma once

#include <string>

#include "usecases/known_customer.h"
#include "usecases/start_session.h"

namespace souk::usecases {

struct LoggedIn {
  LiveSession live;
  Customer customer;
};

/// With an e-mail address and a password.
class LogInCustomer {
 public:
  LogInCustomer(ports::IdentityProvider& identity, const KnownCustomer& known_customer, const StartSession& start_session)
      : identity_(identity), known_customer_(known_customer), start_session_(start_session) {}

  /// Errors: invalid_credentials, also for an account that is not verified yet; too_long; unavailable and its like.
  Result<LoggedIn> operator()(const std::string& email, const std::string& password, const Browser& browser) const;

 private:
  ports::IdentityProvider& identity_;
  const KnownCustomer& known_customer_;
  const StartSession& start_session_;
};

}  // namespace souk::usecases
