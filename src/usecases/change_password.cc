#include "usecases/change_password.h"

#include "identity/password_rules.h"

namespace souk::usecases {

Result<void> ChangePassword::operator()(AccountPool pool, const AccountId& account, const SessionId& session,
                                        const std::string& current, const std::string& password, std::size_t minimum) const {
  TRY(identity::check_password_size(current, "/current_password"));
  TRY(const ports::Account owner, identity_.find(account));
  TRY(identity::check_new_password(password, owner.email, minimum, breached_, "/password"));
  TRY(identity_.change_password(account, current, password, session));
  TRY(sessions_.end_all(pool, account, session));  // where the provider could not do it with the password
  return {};
}

}  // namespace souk::usecases
