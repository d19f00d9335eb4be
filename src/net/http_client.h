#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commerce/error/error.h"
#include "net/ip_address.h"

namespace souk::net {

class TlsClient;

/// Where a client calls: one host and port, or one unix socket.
struct Endpoint {
  enum class Transport { tcp, tls, unix_socket };
  Transport transport = Transport::tcp;
  std::string host{};  // name or address; also the Host header, and what the certificate must name
  std::uint16_t port = 0;
  std::filesystem::path path{};        // of the socket, for unix_socket
  std::vector<IpAddress> addresses{};  // where to connect, when the host has been looked up already; else it is at each connect

  static Endpoint tcp(std::string host, std::uint16_t port) { return {Transport::tcp, std::move(host), port, {}, {}}; }
  static Endpoint tls(std::string host, std::uint16_t port = 443) { return {Transport::tls, std::move(host), port, {}, {}}; }
  static Endpoint unix_socket(std::filesystem::path path) {
    return {Transport::unix_socket, "localhost", 0, std::move(path), {}};
  }
  /// "http://host[:port]", "https://host[:port]" or "unix:/path"; no path, user or query. Errors: invalid_argument.
  static Result<Endpoint> parse(std::string_view url);
};

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;
  std::string target;    // origin form: "/v1/charges?limit=1"
  HeaderList headers{};  // without Host (unless another than the endpoint's is wanted), Content-Length, Connection
  std::string body{};
  /// Whether the same bytes may be sent twice (an idempotency key inside): GET, HEAD, PUT and DELETE always may.
  bool repeatable = false;
};

struct HttpResponse {
  int status = 0;
  HeaderList headers{};  // names lower-cased
  std::string body{};

  std::optional<std::string_view> header(std::string_view lower_case_name) const;
};

/// A call without a (whole) answer. Whether it may have had an effect is what decides between "failed" and "unknown".
struct CallFailure {
  enum class Effect {
    none,     // no byte of the request left: refused, not resolved, not trusted
    unknown,  // some of it left: the other side may have acted
  };
  Effect effect;
  bool timed_out = false;
  std::string cause;       // for the log alone
  bool too_large = false;  // the answer would have been larger than the limit

  /// As `unavailable`, so that TRY works where the difference does not matter.
  operator Error() const;  // NOLINT(google-explicit-constructor)
};

struct ClientLimits {
  std::size_t response_header_bytes = 16 << 10;
  std::size_t response_body_bytes = 4 << 20;  // DynamoDB answers with up to 1 MB a page, base64 included below this
  std::size_t idle_connections = 16;          // kept for the next call
  std::chrono::seconds idle_time{30};         // below the keep-alive time of common servers and load balancers
  std::filesystem::path trust_file{};         // PEM roots for TLS; empty means the system's
  const TlsClient* tls = nullptr;  // roots read already, by somebody who outlives the client; then trust_file is unused
};

/// Blocking HTTP/1.1 over TCP, TLS 1.2+ (certificate and host name verified) or a unix socket, with pooled keep-alive
/// connections. Follows no redirects. Sends once; again only on a reused connection that ended before the first byte of the
/// answer, and only what may be sent twice. Thread-safe: calls on several threads run on several connections.
class HttpClient {
 public:
  explicit HttpClient(Endpoint endpoint, ClientLimits limits = {});
  HttpClient(HttpClient&&) noexcept;
  ~HttpClient();

  /// `timeout` bounds the whole call, name look-up and handshake included, by the monotonic clock. Any status is an answer.
  std::expected<HttpResponse, CallFailure> send(const HttpRequest& request, std::chrono::milliseconds timeout) const;

 private:
  class Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace souk::net
