#pragma once

#include "commerce/access/role.h"
#include "commerce/order/order.h"

namespace souk {

/// Whose work needs to know who bought something and where it goes.
constexpr bool sees_personal_data(Role role) {
  return role == Role::owner || role == Role::admin || role == Role::order_manager || role == Role::service;
}

/// The order for those whose work does not: enough to recognize a buyer who says who they are, not enough to find one.
Order masked(Order order);

}  // namespace souk
