#pragma once

#include "ports/customer_store.h"
#include "ports/identity_provider.h"

namespace souk::usecases {

/// The customer whom an account belongs to: made at first sight, the address kept in step with what the provider has proven.
/// Provider and shop write one after the other, so whatever came between is made good at the next login.
class KnownCustomer {
 public:
  explicit KnownCustomer(ports::CustomerStore& customers) : customers_(customers) {}

  Result<Customer> operator()(const ports::Account& account) const;

 private:
  Result<Customer> found_or_made(const ports::Account& account) const;

  ports::CustomerStore& customers_;
};

}  // namespace souk::usecases
