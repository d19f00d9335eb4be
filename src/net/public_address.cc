#include "net/public_address.h"

#include <algorithm>
#include <vector>

namespace souk::net {
namespace {

// The IPv4 and IPv6 special-purpose address registries of IANA (RFC 6890 and what updates it), as of 2025, whole: also the few
// blocks that are routed, because no shop's pictures or logins live there. Of IPv6 only 2000::/3 is given out at all, which
// leaves out ::/96, ::ffff:0:0/96, 64:ff9b::/96, fc00::/7 (with a cloud's fd00:ec2::254), fe80::/10, ff00::/8 and 5f00::/16.
const std::vector<IpNetwork>& special_networks() {
  static const std::vector<IpNetwork> networks = [] {
    std::vector<IpNetwork> all;
    for (const char* network : {
             "0.0.0.0/8",          // this network
             "10.0.0.0/8",         // private
             "100.64.0.0/10",      // shared by carriers; some clouds keep services there
             "127.0.0.0/8",        // loopback
             "169.254.0.0/16",     // link-local: the metadata services
             "172.16.0.0/12",      // private
             "192.0.0.0/24",       // protocol assignments
             "192.0.2.0/24",       // documentation
             "192.31.196.0/24",    // AS112
             "192.52.193.0/24",    // AMT
             "192.88.99.0/24",     // 6to4 relays
             "192.168.0.0/16",     // private
             "192.175.48.0/24",    // AS112
             "198.18.0.0/15",      // benchmarks
             "198.51.100.0/24",    // documentation
             "203.0.113.0/24",     // documentation
             "224.0.0.0/4",        // multicast
             "240.0.0.0/4",        // reserved, and broadcast
             "2001::/23",          // protocol assignments: Teredo, benchmarks, ORCHID
             "2001:db8::/32",      // documentation
             "2002::/16",          // 6to4: carries an IPv4 address
             "2620:4f:8000::/48",  // AS112
             "3fff::/20",          // documentation
         })
      all.push_back(*IpNetwork::parse(network));
    return all;
  }();
  return networks;
}

}  // namespace

bool is_public(const IpAddress& address) {
  if (!address.is_v4() && address.bytes()[0] >> 5 != 1) return false;  // outside 2000::/3
  return std::ranges::none_of(special_networks(), [&](const IpNetwork& network) { return network.contains(address); });
}

}  // namespace souk::net
