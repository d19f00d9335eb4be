#include "server/trusted_proxies.h"

#include <algorithm>

#include "server/header_text.h"

namespace souk::server {
namespace {

/// Takes the last element off a comma-separated list.
std::string_view take_last(std::string_view& list) {
  const auto comma = list.rfind(',');
  const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view{} : list.substr(0, comma);
  return trimmed(last);
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& entries) {
  TrustedProxies proxies;
  for (const std::string& entry : entries) {
    if (entry == "unix") {
      proxies.unix_socket_ = true;
      continue;
    }
    const auto network = net::IpNetwork::parse(entry);
    if (!network)
      return fail(ErrorCode::invalid_argument,
                  "A trusted proxy is an address or a network like 10.0.0.0/8, not \"" + entry + "\"");
    proxies.networks_.push_back(*network);
  }
  return proxies;
}

bool TrustedProxies::trusts(const Peer& peer) const { return peer.on_unix_socket ? unix_socket_ : trusts(peer.address); }

bool TrustedProxies::is_unnamed_proxy(const Peer& peer, bool forwards) const {
  return forwards && peer.address.is_loopback() && !trusts(peer);
}

bool TrustedProxies::trusts(const net::IpAddress& address) const {
  return std::ranges::any_of(networks_, [&](const net::IpNetwork& network) { return network.contains(address); });
}

Client TrustedProxies::client_of(const Peer& peer, std::string_view forwarded_for, std::string_view forwarded_proto) const {
  Client client{peer.address, peer.secure};
  if (!trusts(peer)) return client;
  if (const auto proto = take_last(forwarded_proto); !proto.empty()) client.secure = proto == "https";
  while (!forwarded_for.empty()) {
    const auto hop = net::IpAddress::parse(take_last(forwarded_for));
    if (!hop) break;
    client.address = *hop;
    if (!trusts(*hop)) break;
  }
  return client;
}

}  // namespace souk::server
