#pragma once

#include <functional>

#include "ports/customer_store.h"

namespace souk::usecases {

/// What every verb that changes a customer shares: read, change, save, and again when another request was faster.
class EditCustomer {
 public:
  using Change = std::function<Result<Customer>(Customer)>;

  explicit EditCustomer(ports::CustomerStore& customers) : customers_(customers) {}

  /// Errors: what `change` reports; not_found; overloaded (other requests were faster three times); idempotency_key_reused.
  Result<Customer> operator()(const ports::Repeatable<Customer>& repeatable, const CustomerId& id, const Change& change) const;

 private:
  ports::CustomerStore& customers_;
};

}  // namespace souk::usecases
