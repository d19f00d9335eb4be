#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commerce/access/session.h"
#include "http/request.h"

namespace souk::http {

/// The cookie that holds a browser's refresh token. Over TLS its name begins with `__Host-`, by which browsers promise that no
/// other host and no plain connection has set it. Browsers keep no such cookie of http://localhost, so a shop in development
/// that is reached without TLS uses a name without it; over TLS that one is never read.
class SessionCookie {
 public:
  SessionCookie(AccountPool pool, bool secure) : pool_(pool), secure_(secure) {}

  std::string_view name() const;
  /// Its value. nullopt without it, or when it comes twice: then somebody has put one beside the shop's.
  std::optional<std::string_view> value(const Request& request) const;
  /// Set-Cookie.
  std::string set(std::string_view value, Instant expires_at, Instant now) const;
  std::string clear() const;

 private:
  std::string with_attributes(std::string_view value, std::int64_t seconds) const;

  AccountPool pool_;
  bool secure_;
};

/// The value of a cookie in the Cookie header; nullopt when it is not there exactly once.
std::optional<std::string_view> cookie_value(std::string_view header, std::string_view name);

}  // namespace souk::http
