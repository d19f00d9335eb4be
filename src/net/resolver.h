#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include <netdb.h>

#include "net/socket.h"

namespace souk::net {

struct AddressListFree {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using AddressList = std::unique_ptr<addrinfo, AddressListFree>;

/// Stream addresses of a host name or literal.
std::expected<AddressList, ConnectFailure> resolve(const std::string& host, std::uint16_t port, Deadline deadline);

}  // namespace souk::net
