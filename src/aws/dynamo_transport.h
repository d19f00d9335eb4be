#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "aws/sigv4.h"
#include "commerce/error/error.h"
#include "net/http_client.h"
#include "ports/clock.h"

namespace souk::aws {

/// Carries one call to DynamoDB and its answer back, once. A seam: tests put faults, records and planted bugs between client
/// and service here.
class DynamoTransport {
 public:
  virtual ~DynamoTransport() = default;
  /// `operation`: "GetItem"; `body`: its JSON. Any status is an answer. Thread-safe.
  virtual std::expected<net::HttpResponse, net::CallFailure> send(std::string_view operation,
                                                                  const std::string& body) const = 0;
};

struct DynamoConfig {
  std::string region;
  Credentials credentials;
  std::string endpoint{};  // "http://127.0.0.1:5000"; empty: the service of the region
  // Single-digit milliseconds are usual: one call that takes this long is lost, and a new one is faster.
  std::chrono::milliseconds timeout{2000};
  net::ClientLimits limits{.response_body_bytes = 24 << 20};  // BatchGetItem answers with up to 16 MB, before base64
};

/// Signed calls over HTTP. Errors: invalid_argument (the endpoint).
Result<std::unique_ptr<DynamoTransport>> connect_dynamo(const DynamoConfig& config, const ports::Clock& clock);

}  // namespace souk::aws
