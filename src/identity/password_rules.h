#pragma once

#include <cstddef>
#include <string_view>

#include "commerce/error/error.h"
#include "identity/breach_list.h"

namespace souk::identity {

// Characters, not bytes. Staff who have a second factor need no more than customers.
inline constexpr std::size_t kCustomerMinimum = 8;
inline constexpr std::size_t kStaffMinimum = 15;
// More than any password manager makes, and little enough that hashing it costs nothing.
inline constexpr std::size_t kMaxPasswordBytes = 1024;

/// Whether a new password may be taken: long enough, on no list of passwords that everyone tries first, not the e-mail address
/// itself. What it is composed of is nobody's business. Errors: weak_password, too_long, at `pointer`.
Result<void> check_new_password(std::string_view password, std::string_view email, std::size_t minimum,
                                const BreachList& breached, std::string_view pointer);

/// Of a password that is only compared: longer than any that was ever taken. Errors: too_long.
Result<void> check_password_size(std::string_view password, std::string_view pointer);

}  // namespace souk::identity
