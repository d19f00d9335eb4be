#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace souk::net {

/// An IPv4 or IPv6 address; IPv4 is kept mapped (::ffff:a.b.c.d), so that one client has one address on either kind of socket.
class IpAddress {
 public:
  using Bytes = std::array<std::uint8_t, 16>;

  static std::optional<IpAddress> parse(std::string_view text);
  /// A peer on a unix socket is on this machine: 127.0.0.1.
  static IpAddress of(const sockaddr_storage& peer);
  static IpAddress loopback() { return *parse("127.0.0.1"); }

  struct Socket {
    sockaddr_storage address;
    socklen_t size;
  };
  Socket socket(std::uint16_t port) const;

  std::string text() const;  // "203.0.113.7", "2001:db8::1"
  /// What counts as one client: an IPv4 address; of IPv6 the /64, which a client owns whole.
  IpAddress network() const;
  bool is_loopback() const;
  bool is_v4() const;
  const Bytes& bytes() const { return bytes_; }

  friend bool operator==(const IpAddress&, const IpAddress&) = default;

 private:
  Bytes bytes_{};
};

/// A block of addresses: "10.0.0.0/8", "2001:db8::/32", or one address.
class IpNetwork {
 public:
  static std::optional<IpNetwork> parse(std::string_view text);
  bool contains(const IpAddress& address) const;

 private:
  IpAddress::Bytes prefix_{};
  unsigned prefix_bits_ = 128;
};

}  // namespace souk::net
