#include "usecases/reset_password.h"

#include "identity/password_rules.h"

namespace souk::usecases {

Result<ports::Account> ResetPassword::operator()(AccountPool pool, const std::string& token, const std::string& password,
                                                 std::size_t minimum) const {
  TRY(identity::check_password_size(password, "/password"));
  TRY(const ports::Account owner, identity_.owner_of_link(token));
  TRY(identity::check_new_password(password, owner.email, minimum, breached_, "/password"));
  TRY(ports::Account account, identity_.reset(token, password));
  TRY(sessions_.end_all(pool, account.id, std::nullopt));  // where the provider could not do it with the password
  return account;
}

}  // namespace souk::usecases
