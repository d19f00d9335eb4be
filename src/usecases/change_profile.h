#pragma once

#include <optional>
#include <string>

#include "ports/clock.h"
#include "usecases/edit_customer.h"

namespace souk::usecases {

/// What stays absent stays as it is.
struct ProfileChange {
  std::optional<std::string> name{};
  std::optional<std::string> phone{};
  std::optional<bool> accepts_marketing{};
};

/// What customers say of themselves.
class ChangeProfile {
 public:
  ChangeProfile(const EditCustomer& edit, const ports::Clock& clock) : edit_(edit), clock_(clock) {}

  /// Errors: validation_failed, invalid_characters with a pointer; those of EditCustomer.
  Result<Customer> operator()(const ports::Repeatable<Customer>& repeatable, const CustomerId& id,
                              const ProfileChange& change) const;

 private:
  const EditCustomer& edit_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
