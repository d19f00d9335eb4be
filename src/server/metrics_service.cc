#include "server/metrics_service.h"

#include "http/problem.h"

namespace souk::server {

http::Service::Admission MetricsService::admit(std::string_view, std::string_view) const { return {.route = "/metrics"}; }

http::Response MetricsService::answer(const http::Request& request) const {
  if (request.path() != "/metrics") return http::problem({ErrorCode::not_found, "Here is only /metrics"});
  if (request.method != "GET" && request.method != "HEAD") {
    auto refusal = http::problem({ErrorCode::method_not_allowed, "Metrics can only be read"});
    refusal.headers.emplace_back("Allow", "GET, HEAD");
    return refusal;
  }
  return {.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}},
          .body = metrics_.text()};
}

}  // namespace souk::server
