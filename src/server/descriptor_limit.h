#pragma once

#include <cstddef>

namespace souk::server {

/// Raises how many descriptors this process may have open to what the system allows it. Returns how many connections that
/// leaves room for, and at most `wanted`.
std::size_t make_room_for_connections(std::size_t wanted);

}  // namespace souk::server
