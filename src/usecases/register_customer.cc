#include "usecases/register_customer.h"

#include "commerce/customer/customer.h"
#include "identity/password_rules.h"

namespace souk::usecases {

Result<std::string> email_at(std::string_view pointer, std::string_view email) {
  auto checked = validated_email(email);
  if (!checked) checked.error().pointer = pointer;
  return checked;
}

Result<void> RegisterCustomer::operator()(ports::SignUp sign_up) const {
  TRY(sign_up.email, email_at("/email", sign_up.email));
  Customer described;
  described.name = sign_up.name;
  TRY(described, validated(std::move(described)));
  sign_up.name = std::move(described.name);
  TRY(identity::check_new_password(sign_up.password, sign_up.email, identity::kCustomerMinimum, breached_, "/password"));
  return identity_.sign_up(sign_up);
}

}  // namespace souk::usecases
