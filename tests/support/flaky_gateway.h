#pragma once

#include <atomic>
#include <functional>
#include <utility>

#include "ports/payment_gateway.h"

namespace souk::support {

/// Stands between a shop and a real gateway and loses what a test tells it to. Thread-safe, but for `before_next`.
class FlakyGateway final : public ports::PaymentGateway {
 public:
  explicit FlakyGateway(ports::PaymentGateway& real) : real_(real) {}

  /// The next calls never arrive: nothing happens, nothing is known.
  void lose_requests(int calls) { lost_requests_ = calls; }
  /// The next calls arrive and act; that they did is not heard of.
  void lose_answers(int calls) { lost_answers_ = calls; }
  /// Runs while the next call is on its way.
  void before_next(std::function<void()> meanwhile) { meanwhile_ = std::move(meanwhile); }
  /// The next answer is about this much.
  void answer_with(Money amount) { amount_ = amount; }

  PaymentFact authorize(const Order& order, const PaymentAttempt& attempt) override {
    return call(order, attempt, [&] { return real_.authorize(order, attempt); });
  }
  PaymentFact capture(const Order& order, const PaymentAttempt& attempt) override {
    return call(order, attempt, [&] { return real_.capture(order, attempt); });
  }
  PaymentFact void_authorization(const Order& order, const PaymentAttempt& attempt) override {
    return call(order, attempt, [&] { return real_.void_authorization(order, attempt); });
  }
  PaymentFact refund(const Order& order, const PaymentAttempt& attempt, Money amount, const std::string& refund_id) override {
    return call(order, attempt, [&] { return real_.refund(order, attempt, amount, refund_id); });
  }
  PaymentFact look_up(const Order& order, const PaymentAttempt& attempt) override {
    return call(order, attempt, [&] { return real_.look_up(order, attempt); });
  }

 private:
  template <class Call>
  PaymentFact call(const Order& order, const PaymentAttempt& attempt, Call ask) {
    if (meanwhile_) std::exchange(meanwhile_, {})();
    if (takes_one(lost_requests_)) return nothing_known(order, attempt);
    PaymentFact fact = ask();
    if (takes_one(lost_answers_)) return nothing_known(order, attempt);
    if (amount_) fact.amount = *std::exchange(amount_, {});
    return fact;
  }

  static bool takes_one(std::atomic<int>& left) {
    int before = left;
    while (before > 0 && !left.compare_exchange_weak(before, before - 1)) {}
    return before > 0;
  }

  static PaymentFact nothing_known(const Order& order, const PaymentAttempt& attempt) {
    PaymentFact fact;
    fact.attempt = attempt.id;
    fact.order = order.id;
    fact.amount = zero(attempt.amount.currency);
    return fact;
  }

  ports::PaymentGateway& real_;
  std::atomic<int> lost_requests_ = 0;
  std::atomic<int> lost_answers_ = 0;
  std::function<void()> meanwhile_{};
  std::optional<Money> amount_{};
};

}  // namespace souk::support
