#include "usecases/change_profile.h"

namespace souk::usecases {

Result<Customer> ChangeProfile::operator()(const ports::Repeatable<Customer>& repeatable, const CustomerId& id,
                                           const ProfileChange& change) const {
  return edit_(repeatable, id, [&](Customer customer) -> Result<Customer> {
    if (change.name) customer.name = *change.name;
    if (change.phone) customer.phone = *change.phone;
    if (change.accepts_marketing && *change.accepts_marketing != customer.accepts_marketing) {
      customer.accepts_marketing = *change.accepts_marketing;
      customer.marketing_changed_at = clock_.now();
    }
    return validated(std::move(customer));
  });
}

}  // namespace souk::usecases
