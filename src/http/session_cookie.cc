#include "http/session_cookie.h"

#include <algorithm>

#include "commerce/text/utf8.h"

namespace souk::http {

std::optional<std::string_view> cookie_value(std::string_view header, std::string_view name) {
  std::optional<std::string_view> found;
  while (!header.empty()) {
    const std::string_view pair = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(pair.size() + 1, header.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || trimmed(pair.substr(0, equals)) != name) continue;
    if (found) return std::nullopt;
    found = trimmed(pair.substr(equals + 1));
  }
  return found;
}

std::string_view SessionCookie::name() const {
  if (pool_ == AccountPool::customers) return secure_ ? "__Host-souk_session" : "souk_session";
  return secure_ ? "__Host-souk_staff_session" : "souk_staff_session";
}

std::optional<std::string_view> SessionCookie::value(const Request& request) const {
  const auto header = request.header("cookie");
  return header ? cookie_value(*header, name()) : std::nullopt;
}

std::string SessionCookie::with_attributes(std::string_view value, std::int64_t seconds) const {
  std::string cookie{name()};
  cookie.append("=").append(value).append("; Path=/; Max-Age=").append(std::to_string(seconds)).append("; HttpOnly; SameSite=Lax");
  if (secure_) cookie.append("; Secure");
  return cookie;
}

std::string SessionCookie::set(std::string_view value, Instant expires_at, Instant now) const {
  return with_attributes(value, std::chrono::floor<std::chrono::seconds>(expires_at - now).count());
}

std::string SessionCookie::clear() const { return with_attributes("", 0); }

}  // namespace souk::http
