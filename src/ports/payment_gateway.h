#pragma once

#include "commerce/order/order.h"
#include "commerce/payment/payment.h"

namespace souk::ports {

/// One payment provider. Calls the network: never inside a transaction. Every call carries a key derived from order and attempt
/// (auth:{order}:{attempt}, cap:{order}, void:{order}:{attempt}), so a repeat has the effect and the answer of the first.
/// Never fails: a timeout or a broken answer is the fact `unknown`. Each call is bounded to 8 s. Thread-safe.
class PaymentGateway {
 public:
  virtual ~PaymentGateway() = default;
  virtual PaymentFact authorize(const Order& order, const PaymentAttempt& attempt) = 0;
  virtual PaymentFact capture(const Order& order, const PaymentAttempt& attempt) = 0;
  virtual PaymentFact void_authorization(const Order& order, const PaymentAttempt& attempt) = 0;
  virtual PaymentFact refund(const Order& order, const PaymentAttempt& attempt, Money amount, const std::string& refund_id) = 0;
  /// What became of an attempt: repeats the create call under the same key, or reads by the stored reference. Never a search:
  /// that lags.
  virtual PaymentFact look_up(const Order& order, const PaymentAttempt& attempt) = 0;
};

}  // namespace souk::ports
