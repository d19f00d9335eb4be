#include "http/cors.h"

#include <algorithm>
#include <utility>

namespace souk::http {
namespace {

constexpr const char* kReadableHeaders = "ETag, Location, Retry-After, Idempotent-Replayed, X-Request-Id";
constexpr const char* kSendableHeaders =
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Order-Token, Traceparent";
// Chromium keeps a preflight no longer than two hours.
constexpr const char* kPreflightSeconds = "7200";

}  // namespace

Cors::Cors(std::vector<std::string> allowed_origins) : allowed_origins_(std::move(allowed_origins)) {
  std::erase(allowed_origins_, "null");  // what sandboxed frames and local files call themselves: everybody
}

bool Cors::allows(const Request& request) const {
  const auto origin = request.header("origin");
  return origin && std::ranges::find(allowed_origins_, *origin) != allowed_origins_.end();
}

void Cors::allow(const Request& request, Response& response) const {
  if (allowed_origins_.empty()) return;
  response.headers.emplace_back("Vary", "Origin");
  if (!allows(request)) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", *request.header("origin"));
  response.headers.emplace_back("Access-Control-Expose-Headers", kReadableHeaders);
}

Response Cors::options(const Request& request, const std::string& methods) const {
  Response response{.status = 204};
  response.headers = {{"Allow", methods}, {"Cache-Control", "private, no-store"}};
  if (!allows(request) || !request.header("access-control-request-method")) return response;
  response.headers.emplace_back("Access-Control-Allow-Methods", methods);
  response.headers.emplace_back("Access-Control-Allow-Headers", kSendableHeaders);
  response.headers.emplace_back("Access-Control-Max-Age", kPreflightSeconds);
  return response;
}

}  // namespace souk::http
