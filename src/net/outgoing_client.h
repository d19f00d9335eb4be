#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "net/http_client.h"
#include "net/socket.h"
#include "net/tls_client.h"
#include "net/url.h"

namespace souk::net {

struct OutgoingRequest {
  std::string url;
  std::string method = "GET";
  HeaderList headers{};
  std::string body{};
  std::size_t answer_limit_bytes = 64 << 10;
  std::chrono::milliseconds timeout{5000};  // of the whole call: every look-up, handshake and redirect in it
  int redirects = 0;                        // that may be followed, each held to the same rules; for GET alone
};

/// Where the shop may call, beyond https on port 443 of public hosts.
struct OutgoingPolicy {
  std::vector<std::uint16_t> ports{443};
  /// Exact origins ("http://127.0.0.1:4000") on this very machine: they may have any port and plain HTTP, and must lead to
  /// loopback. For development and tests; a shop in production has none.
  std::vector<std::string> local_origins{};
  std::filesystem::path trust_file{};  // PEM roots; empty means the system's
};

/// Every address of a name, asked once for each call.
using Resolver =
    std::function<std::expected<std::vector<IpAddress>, ConnectFailure>(const std::string& host, Deadline deadline)>;
std::expected<std::vector<IpAddress>, ConnectFailure> resolve_with_system(const std::string& host, Deadline deadline);

/// The one way out to addresses that others name: pictures of an import, identity providers, webhooks. A host is looked up
/// once, refused if any of its addresses is not public, and called at exactly those addresses, so that no later answer of its
/// name server counts. TLS proves the name. Thread-safe.
class OutgoingClient {
 public:
  explicit OutgoingClient(OutgoingPolicy policy = {}, Resolver resolver = resolve_with_system);

  /// Any status is an answer; a redirect beyond `redirects` is one too.
  /// Errors: url_not_allowed; payload_too_large (the answer); unavailable (no such host, no answer, no trust).
  Result<HttpResponse> send(const OutgoingRequest& request) const;

 private:
  Result<Endpoint> endpoint_of(const Url& url, Deadline deadline) const;
  Result<HttpResponse> send_once(const Url& url, const OutgoingRequest& request, Deadline deadline) const;
  Result<const TlsClient*> tls() const;

  const OutgoingPolicy policy_;
  const Resolver resolver_;
  mutable std::mutex tls_mutex_{};  // guards the making of tls_
  mutable std::optional<TlsClient> tls_{};
};

}  // namespace souk::net
