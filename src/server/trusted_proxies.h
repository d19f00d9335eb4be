#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commerce/error/error.h"
#include "net/ip_address.h"

namespace souk::server {

/// Who really asks, and whether over TLS, once the proxies in front are believed.
struct Client {
  net::IpAddress address;
  bool secure = false;
};

/// The proxies whose X-Forwarded-* headers count. Of everybody else those headers are ignored.
class TrustedProxies {
 public:
  TrustedProxies() = default;
  /// Addresses and networks; "unix" stands for peers on a unix socket. Errors: invalid_argument.
  static Result<TrustedProxies> parse(const std::vector<std::string>& entries);

  struct Peer {
    net::IpAddress address;
    bool on_unix_socket = false;
    bool secure = false;  // it came over our own TLS
  };
  /// `forwarded_for`: the X-Forwarded-For values joined by commas, nearest hop last. The client is the nearest hop that is no
  /// trusted proxy: what stands to its left is its own claim.
  Client client_of(const Peer& peer, std::string_view forwarded_for, std::string_view forwarded_proto) const;
  bool trusts(const Peer& peer) const;
  /// Whether the peer is a proxy on this machine that nobody named. `forwards`: it sends forwarding headers, as programs that
  /// ask for themselves do not.
  bool is_unnamed_proxy(const Peer& peer, bool forwards) const;
  bool empty() const { return networks_.empty() && !unix_socket_; }

 private:
  bool trusts(const net::IpAddress& address) const;

  std::vector<net::IpNetwork> networks_{};
  bool unix_socket_ = false;
};

}  // namespace souk::server
