#pragma once

#include "net/ip_address.h"

namespace souk::net {

/// Whether the address is one of the open internet: in none of IANA's special-purpose registries (private, shared, local,
/// translated, documentation, ...), nor multicast or reserved.
bool is_public(const IpAddress& address);

}  // namespace souk::net
