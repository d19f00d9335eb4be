#pragma once

#include "http/service.h"
#include "server/metrics.h"

namespace souk::server {

/// GET /metrics, for a listener of its own that shoppers cannot reach.
class MetricsService final : public http::Service {
 public:
  explicit MetricsService(const Metrics& metrics) : metrics_(metrics) {}

  Admission admit(std::string_view method, std::string_view target) const override;
  http::Response answer(const http::Request& request) const override;

 private:
  const Metrics& metrics_;
};

}  // namespace souk::server
