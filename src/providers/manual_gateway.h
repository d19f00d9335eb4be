#pragma once

#include "ports/payment_gateway.h"

namespace souk::providers {

/// Payment by hand: a transfer, cash on delivery. Confirms at once, with nothing paid yet; no stranger is asked.
class ManualGateway final : public ports::PaymentGateway {
 public:
  PaymentFact authorize(const Order& order, const PaymentAttempt& attempt) override;
  /// Unknown: what came by hand, a person books.
  PaymentFact capture(const Order& order, const PaymentAttempt& attempt) override;
  PaymentFact void_authorization(const Order& order, const PaymentAttempt& attempt) override;
  PaymentFact refund(const Order& order, const PaymentAttempt& attempt, Money amount, const std::string& refund_id) override;
  PaymentFact look_up(const Order& order, const PaymentAttempt& attempt) override;
};

}  // namespace souk::providers
