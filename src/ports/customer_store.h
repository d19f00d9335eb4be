#pragma once

#include "commerce/customer/customer.h"
#include "ports/answers.h"

namespace souk::ports {

/// Customers with their addresses and wishlists. One transaction a method, thread-safe.
class CustomerStore {
 public:
  virtual ~CustomerStore() = default;
  /// Errors: not_found.
  virtual Result<Customer> find(const CustomerId& id) const = 0;
  /// Writes a new customer (version 0) or replaces the one at exactly customer.version; returns it with version + 1. A new one
  /// appends the event `customer.registered`. Errors: version_conflict (also: a new one is there already), not_found,
  /// idempotency_key_reused.
  virtual Result<Customer> save(const Repeatable<Customer>& repeatable, const Customer& customer) = 0;
  /// Gone, with all that was kept about them here, their carts too; appends the event `customer.erased`. Repeating it changes
  /// nothing.
  virtual Result<void> erase(const CustomerId& id) = 0;
};

}  // namespace souk::ports
