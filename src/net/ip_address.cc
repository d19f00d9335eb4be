#include "net/ip_address.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace souk::net {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.empty() || text.size() >= terminated.size()) return std::nullopt;
  std::ranges::copy(text, terminated.begin());
  IpAddress address;
  if (::inet_pton(AF_INET6, terminated.data(), address.bytes_.data()) == 1) return address;
  std::ranges::copy(kMappedPrefix, address.bytes_.begin());
  if (::inet_pton(AF_INET, terminated.data(), address.bytes_.data() + kMappedPrefix.size()) == 1) return address;
  return std::nullopt;
}

IpAddress IpAddress::of(const sockaddr_storage& peer) {
  IpAddress address;
  if (peer.ss_family == AF_INET6) {
    std::memcpy(address.bytes_.data(), &reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr, address.bytes_.size());
  } else if (peer.ss_family == AF_INET) {
    std::ranges::copy(kMappedPrefix, address.bytes_.begin());
    std::memcpy(address.bytes_.data() + kMappedPrefix.size(), &reinterpret_cast<const sockaddr_in&>(peer).sin_addr, 4);
  } else {
    return loopback();
  }
  return address;
}

IpAddress::Socket IpAddress::socket(std::uint16_t port) const {
  Socket out{};
  if (is_v4()) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    std::memcpy(&at.sin_addr, bytes_.data() + kMappedPrefix.size(), sizeof at.sin_addr);
    std::memcpy(&out.address, &at, out.size = sizeof at);
  } else {
    sockaddr_in6 at{};
    at.sin6_family = AF_INET6;
    at.sin6_port = htons(port);
    std::memcpy(&at.sin6_addr, bytes_.data(), sizeof at.sin6_addr);
    std::memcpy(&out.address, &at, out.size = sizeof at);
  }
  return out;
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> out{};
  const bool v4 = is_v4();
  ::inet_ntop(v4 ? AF_INET : AF_INET6, bytes_.data() + (v4 ? kMappedPrefix.size() : 0), out.data(), out.size());
  return out.data();
}

IpAddress IpAddress::network() const {
  IpAddress network = *this;
  if (!is_v4()) std::fill(network.bytes_.begin() + 8, network.bytes_.end(), std::uint8_t{0});
  return network;
}

bool IpAddress::is_v4() const { return std::ranges::equal(kMappedPrefix, std::span{bytes_}.first(kMappedPrefix.size())); }

bool IpAddress::is_loopback() const {
  if (is_v4()) return bytes_[12] == 127;
  return bytes_[15] == 1 && std::ranges::all_of(std::span{bytes_}.first(15), [](std::uint8_t byte) { return byte == 0; });
}

std::optional<IpNetwork> IpNetwork::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const unsigned family_offset = address->is_v4() && !text.contains(':') ? 96 : 0;
  IpNetwork network;
  network.prefix_ = address->bytes();
  if (slash == std::string_view::npos) return network;

  const std::string_view digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc{} || end != digits.data() + digits.size() || bits > 128 - family_offset) return std::nullopt;
  network.prefix_bits_ = bits + family_offset;
  return network;
}

bool IpNetwork::contains(const IpAddress& address) const {
  const std::size_t whole = prefix_bits_ / 8;
  const unsigned rest = prefix_bits_ % 8;
  const auto& bytes = address.bytes();
  if (!std::equal(prefix_.begin(), prefix_.begin() + static_cast<std::ptrdiff_t>(whole), bytes.begin())) return false;
  return rest == 0 || (prefix_[whole] ^ bytes[whole]) >> (8 - rest) == 0;
}

}  // namespace souk::net
