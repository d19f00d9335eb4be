#pragma once

#include <cstdint>

#include "ports/checkout_ledger.h"
#include "ports/clock.h"
#include "ports/customer_store.h"
#include "ports/identity_provider.h"
#include "ports/sessions.h"

namespace souk::usecases {

/// Erases a customer: account, profile, carts, sessions; orders stay for the books without what they say of the customer. The
/// account goes last, so whatever interrupts it, the customer can ask again.
class EraseCustomer {
 public:
  EraseCustomer(ports::IdentityProvider& identity, ports::Sessions& sessions, ports::CustomerStore& customers,
                ports::CheckoutLedger& ledger)
      : identity_(identity), sessions_(sessions), customers_(customers), ledger_(ledger) {}

  /// Repeating it changes nothing. Errors: unavailable and its like.
  Result<void> operator()(const CustomerId& customer) const;

 private:
  Result<void> forget_orders(const CustomerId& customer) const;

  ports::IdentityProvider& identity_;
  ports::Sessions& sessions_;
  ports::CustomerStore& customers_;
  ports::CheckoutLedger& ledger_;
};

}  // namespace souk::usecases
