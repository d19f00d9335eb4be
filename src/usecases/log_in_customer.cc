#include "usecases/log_in_customer.h"

#include "identity/password_rules.h"

namespace souk::usecases {

Result<LoggedIn> LogInCustomer::operator()(const std::string& email, const std::string& password,
                                           const Browser& browser) const {
  TRY(identity::check_password_size(password, "/password"));
  TRY(const ports::Grant grant, identity_.login(email, password));
  TRY(Customer customer, known_customer_(grant.account));
  TRY(LiveSession live, start_session_(AccountPool::customers, grant, browser));
  return LoggedIn{std::move(live), std::move(customer)};
}

}  // namespace souk::usecases
