#include "aws/dynamo_transport.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

#include "aws/http_date.h"

namespace souk::aws {
namespace {

constexpr std::string_view kService = "dynamodb";
// AWS refuses signatures that are more than five minutes off.
constexpr std::chrono::minutes kTolerableSkew{4};

/// Sending these twice does no harm: reads, and what carries a ClientRequestToken.
bool is_repeatable(std::string_view operation) {
  constexpr std::array<std::string_view, 5> kRepeatable{"GetItem", "BatchGetItem", "Query", "Scan", "TransactWriteItems"};
  return std::ranges::find(kRepeatable, operation) != kRepeatable.end();
}

bool refuses_signature(const net::HttpResponse& response) {
  if (response.status < 400 || response.status >= 500) return false;
  return response.body.find("InvalidSignatureException") != std::string::npos ||
         response.body.find("RequestExpired") != std::string::npos ||
         response.body.find("RequestTimeTooSkewed") != std::string::npos;
}

class SignedDynamoTransport final : public DynamoTransport {
 public:
  SignedDynamoTransport(net::Endpoint endpoint, const DynamoConfig& config, const ports::Clock& clock)
      : host_(host_of(endpoint)),
        client_(std::move(endpoint), config.limits),
        signer_(config.credentials, config.region, std::string(kService)),
        timeout_(config.timeout),
        clock_(clock) {}

  std::expected<net::HttpResponse, net::CallFailure> send(std::string_view operation, const std::string& body) const override {
    auto response = send_signed(operation, body);
    if (!response || !refuses_signature(*response) || !learn_skew(*response)) return response;
    return send_signed(operation, body);
  }

 private:
  static std::string host_of(const net::Endpoint& endpoint) {
    const std::string host = endpoint.host.contains(':') ? '[' + endpoint.host + ']' : endpoint.host;
    const bool usual = endpoint.port == (endpoint.transport == net::Endpoint::Transport::tls ? 443 : 80);
    return usual ? host : host + ':' + std::to_string(endpoint.port);
  }

  std::expected<net::HttpResponse, net::CallFailure> send_signed(std::string_view operation, const std::string& body) const {
    net::HttpRequest request{.method = "POST",
                             .target = "/",
                             .headers = {{"Host", host_},
                                         {"Content-Type", "application/x-amz-json-1.0"},
                                         {"X-Amz-Target", "DynamoDB_20120810." + std::string(operation)}},
                             .body = body,
                             .repeatable = is_repeatable(operation)};
    for (auto& header : signer_.sign(request, host_, Payload::hashed, clock_.now() + skew_.load()))
      request.headers.push_back(std::move(header));
    return client_.send(request, timeout_);
  }

  /// Takes the service's clock for ours if they are far apart; false: the signature was refused for another reason.
  bool learn_skew(const net::HttpResponse& response) const {
    const auto date = response.header("date");
    const auto theirs = date ? parse_http_date(*date) : std::nullopt;
    if (!theirs) return false;
    const auto skew = *theirs - clock_.now();
    if (std::chrono::abs(skew - skew_.load()) < kTolerableSkew) return false;
    skew_ = skew;
    return true;
  }

  const std::string host_;
  const net::HttpClient client_;
  const Sigv4Signer signer_;
  const std::chrono::milliseconds timeout_;
  const ports::Clock& clock_;
  mutable std::atomic<std::chrono::milliseconds> skew_{};  // what the service's clock is ahead of ours
};

}  // namespace

Result<std::unique_ptr<DynamoTransport>> connect_dynamo(const DynamoConfig& config, const ports::Clock& clock) {
  if (config.endpoint.empty())
    return std::make_unique<SignedDynamoTransport>(net::Endpoint::tls("dynamodb." + config.region + ".amazonaws.com"), config,
                                                   clock);
  TRY(auto endpoint, net::Endpoint::parse(config.endpoint));
  return std::make_unique<SignedDynamoTransport>(std::move(endpoint), config, clock);
}

}  // namespace souk::aws
