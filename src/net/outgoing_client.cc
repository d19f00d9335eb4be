#include "net/outgoing_client.h"

#include <algorithm>
#include <utility>

#include "net/public_address.h"
#include "net/resolver.h"

namespace souk::net {
namespace {

using Clock = std::chrono::steady_clock;

std::unexpected<Error> refused(std::string why) { return fail(ErrorCode::url_not_allowed, std::move(why)); }

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

std::chrono::milliseconds left_until(Deadline deadline) {
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()), std::chrono::milliseconds{0});
}

}  // namespace

std::expected<std::vector<IpAddress>, ConnectFailure> resolve_with_system(const std::string& host, Deadline deadline) {
  const auto found = resolve(host, 0, deadline);
  if (!found) return std::unexpected(found.error());
  std::vector<IpAddress> addresses;
  for (const addrinfo* each = found->get(); each != nullptr; each = each->ai_next) {
    sockaddr_storage address{};
    std::copy_n(reinterpret_cast<const char*>(each->ai_addr), std::min<std::size_t>(each->ai_addrlen, sizeof address),
                reinterpret_cast<char*>(&address));
    addresses.push_back(IpAddress::of(address));
  }
  return addresses;
}

OutgoingClient::OutgoingClient(OutgoingPolicy policy, Resolver resolver)
    : policy_(std::move(policy)), resolver_(std::move(resolver)) {}

Result<HttpResponse> OutgoingClient::send(const OutgoingRequest& request) const {
  const Deadline deadline = Clock::now() + request.timeout;
  TRY(Url url, Url::parse(request.url));
  for (int hops = 0;; ++hops) {
    TRY(HttpResponse response, send_once(url, request, deadline));
    const auto location = response.header("location");
    if (!is_redirect(response.status) || !location || hops == request.redirects || request.method != "GET") return response;
    TRY(url, url.at(*location));
  }
}

Result<HttpResponse> OutgoingClient::send_once(const Url& url, const OutgoingRequest& request, Deadline deadline) const {
  TRY(Endpoint endpoint, endpoint_of(url, deadline));
  ClientLimits limits{.response_body_bytes = request.answer_limit_bytes, .idle_connections = 0};
  if (url.secure) {
    TRY(limits.tls, tls());
  }
  const HttpClient client{std::move(endpoint), limits};
  auto response = client.send({request.method, url.target, request.headers, request.body}, left_until(deadline));
  if (response) return *std::move(response);
  if (response.error().too_large)
    return fail(ErrorCode::payload_too_large,
                "The answer is larger than " + std::to_string(request.answer_limit_bytes) + " bytes");
  return fail(ErrorCode::unavailable, response.error().timed_out ? "It did not answer in time" : "It cannot be reached",
              response.error().cause);
}

Result<Endpoint> OutgoingClient::endpoint_of(const Url& url, Deadline deadline) const {
  const bool local = std::ranges::find(policy_.local_origins, url.origin()) != policy_.local_origins.end();
  if (!local) {
    if (!url.secure) return refused("Only https:// is fetched");
    if (std::ranges::find(policy_.ports, url.port) == policy_.ports.end()) return refused("This port is not called");
  }
  std::vector<IpAddress> addresses;
  if (const auto literal = url.address()) {
    addresses.push_back(*literal);
  } else {
    // A name without a dot is completed from the machine's own search list: it never is a host of the open internet.
    if (!local && !url.host.contains('.')) return refused("The host is none of the open internet");
    auto found = resolver_(url.host, deadline);
    if (!found) return fail(ErrorCode::unavailable, "Its host was not found", found.error().cause);
    addresses = *std::move(found);
  }
  const auto allowed = [&](const IpAddress& address) { return local ? address.is_loopback() : is_public(address); };
  if (addresses.empty() || !std::ranges::all_of(addresses, allowed)) return refused("The host is none of the open internet");
  Endpoint endpoint = url.secure ? Endpoint::tls(url.host, url.port) : Endpoint::tcp(url.host, url.port);
  endpoint.addresses = std::move(addresses);
  return endpoint;
}

Result<const TlsClient*> OutgoingClient::tls() const {
  const std::lock_guard lock(tls_mutex_);
  if (!tls_) {
    auto opened = TlsClient::open(policy_.trust_file);
    if (!opened) return fail(ErrorCode::unavailable, "No certificate can be checked here", opened.error());
    tls_.emplace(*std::move(opened));
  }
  return &*tls_;
}

}  // namespace souk::net
