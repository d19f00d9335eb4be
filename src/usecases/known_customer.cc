#include "usecases/known_customer.h"

namespace souk::usecases {

Result<Customer> KnownCustomer::found_or_made(const ports::Account& account) const {
  const CustomerId id{account.id.bytes};
  auto known = customers_.find(id);
  if (known || known.error().code != ErrorCode::not_found) return known;
  Customer customer;
  customer.id = id;
  customer.email = account.email;
  customer.name = account.name;
  customer.created_at = account.created_at;
  auto made = customers_.save({}, customer);
  if (!made && made.error().code == ErrorCode::version_conflict) return customers_.find(id);  // a twin was faster
  return made;
}

Result<Customer> KnownCustomer::operator()(const ports::Account& account) const {
  TRY(Customer customer, found_or_made(account));
  if (customer.email == account.email) return customer;
  customer.email = account.email;
  auto saved = customers_.save({}, customer);
  if (!saved && saved.error().code == ErrorCode::version_conflict) return customer;  // the next login tries again
  return saved;
}

}  // namespace souk::usecases
