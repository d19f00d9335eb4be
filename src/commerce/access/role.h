#pragma once

#include <cstdint>

#include "commerce/access/flags.h"
#include "commerce/text/names.h"

namespace souk {

/// What somebody is to the shop. api/policy.yaml says which of them may do what.
enum class Role : std::uint8_t {
  guest,
  customer,
  owner,  // everything, staff and keys among it
  admin,  // everything but staff and keys
  catalog_manager,
  order_manager,
  support,
  marketing,
  auditor,  // reads
  service,  // a program: may do what its key's scopes name, and nothing by its role
};
using Roles = Flags<Role>;

template <>
inline constexpr auto kNames<Role> = names(
    {"guest", "customer", "owner", "admin", "catalog_manager", "order_manager", "support", "marketing", "auditor", "service"});

/// Whether people of the shop have it.
constexpr bool is_staff(Role role) { return role >= Role::owner && role <= Role::auditor; }

/// A part of the shop that an API key may be confined to; api/policy.yaml says which operation belongs to which.
enum class Scope : std::uint8_t {
  catalog_read,
  catalog_write,
  stock_read,
  stock_write,
  orders_read,
  settings_read,
  settings_write,
  mailbox_read,
};
using Scopes = Flags<Scope>;

template <>
inline constexpr auto kNames<Scope> =
    names({"catalog:read", "catalog:write", "stock:read", "stock:write", "orders:read", "settings:read", "settings:write", "mailbox:read"});

}  // namespace souk
