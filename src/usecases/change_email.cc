#include "usecases/change_email.h"

#include "identity/password_rules.h"
#include "usecases/register_customer.h"

namespace souk::usecases {

Result<void> ChangeEmail::ask(const AccountId& account, const std::string& password, const std::string& email) const {
  TRY(identity::check_password_size(password, "/password"));
  TRY(const std::string checked, email_at("/email", email));
  return identity_.ask_email_change(account, password, checked);
}

Result<Customer> ChangeEmail::operator()(const std::string& token) const {
  TRY(const ports::Account account, identity_.change_email(token));
  return known_customer_(account);
}

}  // namespace souk::usecases
