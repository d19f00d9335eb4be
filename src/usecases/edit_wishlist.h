#pragma once

#include "ports/catalog_store.h"
#include "ports/clock.h"
#include "usecases/edit_customer.h"

namespace souk::usecases {

/// What a customer would like to have. Both can be repeated.
class EditWishlist {
 public:
  EditWishlist(const EditCustomer& edit, const ports::CatalogStore& catalog, const ports::Clock& clock)
      : edit_(edit), catalog_(catalog), clock_(clock) {}

  /// Errors: not_found (no such product, or not for sale), too_many_entries; those of EditCustomer.
  Result<Customer> add(const CustomerId& customer, const ProductId& product) const;
  Result<Customer> remove(const CustomerId& customer, const ProductId& product) const;

 private:
  const EditCustomer& edit_;
  const ports::CatalogStore& catalog_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
