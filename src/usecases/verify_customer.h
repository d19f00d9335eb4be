#pragma once

#include <string>

#include "usecases/claim_orders.h"
#include "usecases/log_in_customer.h"

namespace souk::usecases {

/// Opens the account that a mailed link stands for, to whoever knows the password it was asked for with, and logs in. Orders that
/// were placed as a guest with its address belong to it from then on.
class VerifyCustomer {
 public:
  VerifyCustomer(ports::IdentityProvider& identity, const KnownCustomer& known_customer, const ClaimOrders& claim_orders,
                 const StartSession& start_session)
      : identity_(identity), known_customer_(known_customer), claim_orders_(claim_orders), start_session_(start_session) {}

  /// Errors: link_expired, invalid_credentials, too_long; unavailable and its like.
  Result<LoggedIn> operator()(const std::string& token, const std::string& password, const Browser& browser) const;

 private:
  ports::IdentityProvider& identity_;
  const KnownCustomer& known_customer_;
  const ClaimOrders& claim_orders_;
  const StartSession& start_session_;
};

}  // namespace souk::usecases
