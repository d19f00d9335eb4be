#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "net/ip_address.h"

namespace souk::net {

/// An http or https address that somebody else wrote, read so strictly that no other reader can take it for another host:
/// where browsers repair (decimal, octal and short IPv4 addresses, backslashes, full-width digits, names with a dot at the
/// end), this refuses.
struct Url {
  bool secure = true;
  std::string host{};  // lower case; a name in ASCII (xn--...), or an address without brackets
  std::uint16_t port = 443;
  std::string target = "/";  // path and query, percent-encoded; what follows # is dropped

  /// Errors: url_not_allowed.
  static Result<Url> parse(std::string_view text);
  /// What a Location header means at this address. Errors: url_not_allowed.
  Result<Url> at(std::string_view location) const;

  /// "https://shop.example" or "http://127.0.0.1:4000": the port only where it is not the scheme's own.
  std::string origin() const;
  std::optional<IpAddress> address() const { return IpAddress::parse(host); }
};

}  // namespace souk::net
