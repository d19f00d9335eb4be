#include "usecases/verify_customer.h"

#include "identity/password_rules.h"

namespace souk::usecases {

Result<LoggedIn> VerifyCustomer::operator()(const std::string& token, const std::string& password,
                                            const Browser& browser) const {
  TRY(identity::check_password_size(password, "/password"));
  TRY(const ports::Grant grant, identity_.verify(token, password));
  TRY(Customer customer, known_customer_(grant.account));
  // What fails here is made good by whoever hears of `customer.registered`.
  [[maybe_unused]] const auto claimed = claim_orders_.claim(customer);
  TRY(LiveSession live, start_session_(AccountPool::customers, grant, browser));
  return LoggedIn{std::move(live), std::move(customer)};
}

}  // namespace souk::usecases
