#include "usecases/erase_customer.h"

namespace souk::usecases {
namespace {

constexpr std::int64_t kOrders = 50;  // of one transaction

}  // namespace

Result<void> EraseCustomer::forget_orders(const CustomerId& customer) const {
  for (std::int64_t forgotten = kOrders; forgotten == kOrders;) {
    TRY(forgotten, ledger_.forget_customer(customer, kOrders));
  }
  return {};
}

Result<void> EraseCustomer::operator()(const CustomerId& customer) const {
  const AccountId account{customer.bytes};
  TRY(forget_orders(customer));
  TRY(customers_.erase(customer));
  TRY(identity_.erase(account));
  TRY(sessions_.end_all(AccountPool::customers, account, std::nullopt));  // where the provider could not do it with the account
  return forget_orders(customer);  // a checkout that was under way meanwhile
}

}  // namespace souk::usecases
