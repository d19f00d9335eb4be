#include <charconv>

#include "net/http_client.h"

namespace souk::net {
namespace {

Result<std::uint16_t> parse_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0 || port > 65'535)
    return fail(ErrorCode::invalid_argument, "A port is a number from 1 to 65535");
  return static_cast<std::uint16_t>(port);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

Result<Endpoint> Endpoint::parse(std::string_view url) {
  if (take_prefix(url, "unix:")) {
    if (url.empty()) return fail(ErrorCode::invalid_argument, "unix: needs the path of a socket");
    return unix_socket(std::filesystem::path{url});
  }
  const bool secure = take_prefix(url, "https://");
  if (!secure && !take_prefix(url, "http://"))
    return fail(ErrorCode::invalid_argument, "An endpoint starts with http://, https:// or unix:");
  if (url.ends_with('/')) url.remove_suffix(1);

  std::string_view host = url;
  std::string_view port;
  if (take_prefix(url, "[")) {  // an IPv6 literal
    const auto close = url.find(']');
    if (close == std::string_view::npos) return fail(ErrorCode::invalid_argument, "An IPv6 address ends with ]");
    host = url.substr(0, close);
    port = url.substr(close + 1);
    if (!port.empty() && !take_prefix(port, ":")) return fail(ErrorCode::invalid_argument, "A port follows a colon");
  } else if (const auto colon = url.find(':'); colon != std::string_view::npos) {
    host = url.substr(0, colon);
    port = url.substr(colon + 1);
    if (port.empty()) return fail(ErrorCode::invalid_argument, "A port is a number from 1 to 65535");
  }
  if (host.empty() || host.find_first_of("/?#@ \t\r\n") != std::string_view::npos)
    return fail(ErrorCode::invalid_argument, "An endpoint is a host and a port, without user, path or query");
  std::uint16_t number = secure ? 443 : 80;
  if (!port.empty()) {
    TRY(number, parse_port(port));
  }
  return secure ? tls(std::string{host}, number) : tcp(std::string{host}, number);
}

}  // namespace souk::net
