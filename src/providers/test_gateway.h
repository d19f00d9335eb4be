#pragma once

#include <chrono>
#include <string>

#include "net/http_client.h"
#include "ports/payment_gateway.h"

namespace souk::providers {

/// Payments through the built-in test provider, a process of its own (test_provider.h). For development and tests only.
class TestGateway final : public ports::PaymentGateway {
 public:
  /// `timeout` bounds one call: the port promises 8 s, tests may want less.
  explicit TestGateway(net::Endpoint provider, std::chrono::milliseconds timeout = std::chrono::seconds{8});

  PaymentFact authorize(const Order& order, const PaymentAttempt& attempt) override;
  PaymentFact capture(const Order& order, const PaymentAttempt& attempt) override;
  PaymentFact void_authorization(const Order& order, const PaymentAttempt& attempt) override;
  PaymentFact refund(const Order& order, const PaymentAttempt& attempt, Money amount, const std::string& refund_id) override;
  PaymentFact look_up(const Order& order, const PaymentAttempt& attempt) override;

 private:
  struct Call {
    std::string target;  // "/v1/captures"
    std::string key;     // derived from order and attempt: a repeat has the effect and the answer of the first
    Money amount;
  };
  PaymentFact ask(const Call& call, const Order& order, const PaymentAttempt& attempt) const;

  net::HttpClient client_;
  std::chrono::milliseconds timeout_;
};

}  // namespace souk::providers
