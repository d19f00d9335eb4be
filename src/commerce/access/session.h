#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "commerce/id/id.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"

namespace souk {

/// Who keeps an account here. The two never mix: a credential of one pool is nothing in the other.
enum class AccountPool : std::uint8_t { customers, staff };
template <>
inline constexpr auto kNames<AccountPool> = names({"customers", "staff"});

/// One login of one browser, renewed by its refresh token until it ends.
struct Session {
  SessionId id;
  AccountPool pool = AccountPool::customers;
  AccountId account;   // the bytes of the CustomerId or StaffId
  std::string device;  // what the browser called itself: for its owner to recognise, never to decide by
  Instant created_at{};
  Instant authenticated_at{};                 // when its password was given
  std::optional<Instant> second_factor_at{};  // when a second factor was last given
  Instant seen_at{};                          // when it was last renewed
  Instant expires_at{};                       // for good, however often it is renewed
  std::string renewal{};                      // what the identity provider needs to go on; never leaves the shop

  CustomerId customer() const { return {account.bytes}; }
  StaffId staff() const { return {account.bytes}; }
  friend bool operator==(const Session&, const Session&) = default;
};

// RELIABILITY.md section 5: absolute, so that a stolen session ends some day whatever its thief does.
inline constexpr std::chrono::days kCustomerSessionLifetime{30};
inline constexpr std::chrono::hours kStaffSessionLifetime{8};

constexpr std::chrono::milliseconds session_lifetime(AccountPool pool) {
  return pool == AccountPool::customers ? std::chrono::milliseconds{kCustomerSessionLifetime}
                                        : std::chrono::milliseconds{kStaffSessionLifetime};
}

}  // namespace souk
