#pragma once

#include "identity/breach_list.h"
#include "ports/identity_provider.h"

namespace souk::usecases {

/// Asks for an account; a mailed link goes on from there. The answer is the same whoever has the address.
class RegisterCustomer {
 public:
  RegisterCustomer(ports::IdentityProvider& identity, const identity::BreachList& breached)
      : identity_(identity), breached_(breached) {}

  /// Errors: validation_failed, invalid_characters, weak_password, too_long with a pointer; those of every IdentityProvider.
  Result<void> operator()(ports::SignUp sign_up) const;

 private:
  ports::IdentityProvider& identity_;
  const identity::BreachList& breached_;
};

/// As souk::validated_email, its error at `pointer`.
Result<std::string> email_at(std::string_view pointer, std::string_view email);

}  // namespace souk::usecases
