#include "net/url.h"

#include <algorithm>
#include <charconv>

namespace souk::net {
namespace {

constexpr std::size_t kMaxUrlBytes = 4096;
constexpr std::size_t kMaxNameBytes = 253;  // RFC 1035
constexpr std::size_t kMaxLabelBytes = 63;

std::unexpected<Error> refused(std::string why) { return fail(ErrorCode::url_not_allowed, std::move(why)); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_label(std::string_view label) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_'; };
  return !label.empty() && label.size() <= kMaxLabelBytes && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, fits);
}

/// What other readers may take for an IPv4 address: its last label is a number.
bool looks_like_a_number(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  return std::ranges::all_of(last, is_digit) || last.starts_with("0x");
}

bool is_name(std::string_view name) {
  if (name.size() > kMaxNameBytes || looks_like_a_number(name)) return false;
  for (;;) {
    const auto dot = name.find('.');
    if (!is_label(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

Result<std::string> read_host(std::string_view text) {
  if (text.starts_with('[')) {
    text = text.substr(1, text.size() - 2);
    const auto address = IpAddress::parse(text);
    if (!address || !text.contains(':') || address->is_v4())
      return refused("What stands in brackets is not an IPv6 address of its own");
    return address->text();
  }
  std::string name = lower(text);
  if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    return refused("Write the host's name in ASCII: xn--...");
  if (const auto address = IpAddress::parse(name); address && !name.contains(':')) return name;
  if (!is_name(name)) return refused("The address has no well-formed host");
  return name;
}

Result<std::uint16_t> read_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0 || port > 65'535 || text.starts_with('0'))
    return refused("The address has no well-formed port");
  return static_cast<std::uint16_t>(port);
}

/// Path and query as they may stand in a request line.
Result<std::string> read_target(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  text = text.substr(0, text.find('#'));
  std::string out;
  if (!text.starts_with('/')) out = "/";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '\\') return refused("The address has characters that no address has");
    if (byte >= 0x80 || c == ' ' || c == '"' || c == '<' || c == '>')
      out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    else
      out.push_back(c);
  }
  return out;
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  if (text.size() > kMaxUrlBytes) return refused("The address is too long");
  const auto colon = text.find("://");
  const std::string scheme = colon == std::string_view::npos ? std::string{} : lower(text.substr(0, colon));
  if (scheme != "https" && scheme != "http") return refused("The address does not begin with https://");
  Url url{.secure = scheme == "https"};

  const std::string_view rest = text.substr(colon + 3);
  const auto end = std::min(rest.find_first_of("/?#\\"), rest.size());
  std::string_view authority = rest.substr(0, end);
  if (authority.contains('@')) return refused("The address names a user");
  const auto bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) return refused("The address has no well-formed host");
  const auto port_at = authority.find(':', bracket);
  url.port = url.secure ? 443 : 80;
  if (port_at != std::string_view::npos) {
    TRY(url.port, read_port(authority.substr(port_at + 1)));
    authority = authority.substr(0, port_at);
  }
  if (authority.starts_with('[') && !authority.ends_with(']')) return refused("The address has no well-formed host");
  TRY(url.host, read_host(authority));
  TRY(url.target, read_target(rest.substr(end)));
  return url;
}

Result<Url> Url::at(std::string_view location) const {
  const auto colon = location.find(':');
  if (colon != std::string_view::npos && colon < location.find_first_of("/?#")) return parse(location);
  if (location.starts_with("//")) return parse((secure ? "https:" : "http:") + std::string(location));
  Url url = *this;
  std::string moved{location};
  const std::string_view path = std::string_view{target}.substr(0, target.find('?'));
  if (location.starts_with('?'))
    moved.insert(0, path);
  else if (!location.starts_with('/'))
    moved.insert(0, path.substr(0, path.rfind('/') + 1));
  TRY(url.target, read_target(moved));
  return url;
}

std::string Url::origin() const {
  std::string out = secure ? "https://" : "http://";
  out += host.contains(':') ? '[' + host + ']' : host;
  if (port != (secure ? 443 : 80)) out += ':' + std::to_string(port);
  return out;
}

}  // namespace souk::net
