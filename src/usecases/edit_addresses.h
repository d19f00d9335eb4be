#pragma once

#include "ports/id_source.h"
#include "usecases/edit_customer.h"

namespace souk::usecases {

/// A customer's saved addresses.
class EditAddresses {
 public:
  EditAddresses(const EditCustomer& edit, ports::IdSource& ids) : edit_(edit), ids_(ids) {}

  /// The new one is the last of the customer that is returned. Errors: validation_failed, invalid_characters with a pointer;
  /// too_many_entries; those of EditCustomer.
  Result<Customer> add(const ports::Repeatable<Customer>& repeatable, const CustomerId& customer, const Address& address,
                       AddressDefaults defaults) const;
  /// Errors: as above; not_found.
  Result<Customer> replace(const ports::Repeatable<Customer>& repeatable, const CustomerId& customer, const AddressId& id,
                           const Address& address, AddressDefaults defaults) const;
  /// Errors: not_found; those of EditCustomer.
  Result<Customer> remove(const CustomerId& customer, const AddressId& id) const;

 private:
  const EditCustomer& edit_;
  ports::IdSource& ids_;
};

}  // namespace souk::usecases
