#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "net/file_descriptor.h"
#include "net/ip_address.h"

namespace souk::server {

/// Where a server accepts connections: "127.0.0.1:8080", "[::1]:0", "localhost:8080", ":8080" (every interface) or
/// "unix:/run/souk.sock".
struct ListenAddress {
  std::optional<net::IpAddress> address{};  // none: every interface
  std::uint16_t port = 0;                   // 0 picks a free one
  std::filesystem::path path{};             // of a unix socket; then the others do not count

  /// Errors: invalid_argument.
  static Result<ListenAddress> parse(std::string_view text);
  bool is_unix() const { return !path.empty(); }
  /// Nobody outside this machine can connect.
  bool is_local() const { return is_unix() || (address && address->is_loopback()); }
  std::string text() const;
};

/// A listening socket, non-blocking. Sockets of one server share their port, which the kernel spreads connections over; so the
/// first of them must ask for it with `exclusive`, or two servers would share it unawares.
/// Errors: unavailable (address in use, not ours, not allowed), detail fit for the operator.
Result<net::FileDescriptor> open_listener(const ListenAddress& at, bool exclusive);
/// The port a TCP listener got.
std::uint16_t bound_port(int listener);

}  // namespace souk::server
