#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <string_view>

#include "providers/test_provider_book.h"

namespace souk::providers {

struct ProviderRequest {
  std::string method;
  std::string target;
  std::string body{};
};

struct ProviderResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body{};
  std::string location{};              // of a redirect
  std::chrono::milliseconds delay{0};  // to wait before answering
  bool broken_off = false;             // after the delay the answer ends in its middle: the caller cannot know what happened
};

/// How the provider misbehaves on purpose.
struct ProviderFaults {
  double timeout_after_success_rate = 0;  // of new authorizations, beside those whose token asks for it
  std::uint64_t seed = 1;
  std::chrono::milliseconds hang{10'000};  // longer than the shop waits
};

/// The provider's HTTP surface, without sockets: POST /v1/{authorizations,captures,voids,refunds}, GET or POST
/// /actions/{reference}, GET /healthz. An answer is given once what it tells is durable. Thread-safe.
class TestProviderApi {
 public:
  /// `action_base`: what an action's URL begins with: "http://127.0.0.1:9000".
  TestProviderApi(TestProviderBook& book, TestProviderLog& log, ProviderFaults faults, std::string action_base);

  ProviderResponse answer(const ProviderRequest& request);

 private:
  using Verb = Result<ChargeAnswer> (TestProviderBook::*)(const ChargeRequest&);
  ProviderResponse charge(const std::string& body, Verb verb);
  ProviderResponse action(const std::string& reference);
  std::string charge_body(const Charge& charge, Verb verb, Money amount) const;
  void misbehave(ProviderResponse& response, const std::string& token);

  TestProviderBook& book_;
  TestProviderLog& log_;
  const ProviderFaults faults_;
  const std::string action_base_;
  std::mutex mutex_;  // guards dice_
  std::mt19937_64 dice_;
};

}  // namespace souk::providers
