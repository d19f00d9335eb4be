#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace souk::http {

/// One parsed request. Views point into the server's (or the Lambda event's) buffers and live until the answer is made.
struct Request {
  std::string_view method;  // as sent: "GET"
  std::string_view target;  // as sent: "/v1/products?limit=20"; origin form, already checked for framing
  std::vector<std::pair<std::string_view, std::string_view>> headers;  // names lower-cased, values trimmed
  std::string_view body;
  std::string_view remote_address;  // of the client, after the trusted-proxy rule: "203.0.113.7"
  std::string_view client{};        // what counts as one client where clients are limited: its address, of IPv6 the /64. Empty:
                                    // this machine itself, which is not limited
  std::string_view request_id;
  bool secure = false;  // TLS, or a trusted proxy says so

  std::string_view path() const { return target.substr(0, target.find('?')); }
  std::string_view query() const {
    const auto mark = target.find('?');
    return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  }
  std::optional<std::string_view> header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers)
      if (name == lower_case_name) return value;
    return std::nullopt;
  }
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Response {
  int status = 200;
  Headers headers{};  // without Content-Length, Date, Connection, X-Request-Id and the security headers every answer gets:
                      // those are the server's
  std::string body{};
  // Owned by the response cache and by every answer on its way out; used instead of `body` when set.
  std::shared_ptr<const std::string> shared_body{};

  std::string_view content() const { return shared_body ? std::string_view{*shared_body} : std::string_view{body}; }
};

}  // namespace souk::http
