#include "usecases/edit_addresses.h"

namespace souk::usecases {

Result<Customer> EditAddresses::add(const ports::Repeatable<Customer>& repeatable, const CustomerId& customer,
                                    const Address& address, AddressDefaults defaults) const {
  const auto id = ids_.fresh<AddressId>();
  return edit_(repeatable, customer, [&](Customer found) { return with_address(std::move(found), id, address, defaults); });
}

Result<Customer> EditAddresses::replace(const ports::Repeatable<Customer>& repeatable, const CustomerId& customer,
                                        const AddressId& id, const Address& address, AddressDefaults defaults) const {
  return edit_(repeatable, customer, [&](Customer found) -> Result<Customer> {
    TRY(address_of(found, id));
    return with_address(std::move(found), id, address, defaults);
  });
}

Result<Customer> EditAddresses::remove(const CustomerId& customer, const AddressId& id) const {
  return edit_({}, customer, [&](Customer found) { return without_address(std::move(found), id); });
}

}  // namespace souk::usecases
