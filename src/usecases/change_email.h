#pragma once

#include <string>

#include "usecases/known_customer.h"

namespace souk::usecases {

/// Gives an account another e-mail address, once a link that was mailed there is opened.
class ChangeEmail {
 public:
  ChangeEmail(ports::IdentityProvider& identity, const KnownCustomer& known_customer)
      : identity_(identity), known_customer_(known_customer) {}

  /// Mails the link. The answer is the same whether the address is free or not. Errors: validation_failed, invalid_characters
  /// at /email; invalid_credentials, too_long, not_found; unavailable and its like.
  Result<void> ask(const AccountId& account, const std::string& password, const std::string& email) const;
  /// By the link. Errors: link_expired; unavailable and its like.
  Result<Customer> operator()(const std::string& token) const;

 private:
  ports::IdentityProvider& identity_;
  const KnownCustomer& known_customer_;
};

}  // namespace souk::usecases
