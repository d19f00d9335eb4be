#pragma once

#include <atomic>

#include "ports/checkout_ledger.h"

namespace souk::support {

/// A real ledger whose calls fail when a test wants them to, as they would around a crash.
class FlakyLedger final : public ports::CheckoutLedger {
 public:
  explicit FlakyLedger(ports::CheckoutLedger& real) : real_(real) {}

  /// The next T2 writes nothing.
  void fail_next_apply() { fail_apply_ = true; }
  /// The next T1 is written, but its caller does not hear of it.
  void lose_next_open() { lose_open_ = true; }

  Result<ports::Opened> open(const ports::IdempotencyKey& key, const Checkout& checkout, const Quote& quote) override {
    auto opened = real_.open(key, checkout, quote);
    if (lose_open_.exchange(false)) return fail(ErrorCode::commit_unknown, "Nobody knows; send the same request again");
    return opened;
  }
  Result<Order> apply(const OrderId& order, const PaymentFact& fact) override {
    if (fail_apply_.exchange(false)) return fail(ErrorCode::unavailable, "The storage is away");
    return real_.apply(order, fact);
  }
  Result<Order> expire(const OrderId& order) override { return real_.expire(order); }
  Result<Order> find(const OrderId& order) const override { return real_.find(order); }
  Result<Order> find_by_number(const std::string& number) const override { return real_.find_by_number(number); }
  Result<std::vector<Order>> newest(std::optional<OrderId> before, std::int64_t limit) const override {
    return real_.newest(before, limit);
  }
  Result<std::vector<Order>> of_customer(const CustomerId& customer, std::optional<OrderId> before,
                                         std::int64_t limit) const override {
    return real_.of_customer(customer, before, limit);
  }
  Result<std::int64_t> claim(const std::string& email, const CustomerId& customer, std::int64_t limit) override {
    return real_.claim(email, customer, limit);
  }
  Result<std::int64_t> forget_customer(const CustomerId& customer, std::int64_t limit) override {
    return real_.forget_customer(customer, limit);
  }
  Result<std::int64_t> erase_due(Instant now, std::int64_t limit) override { return real_.erase_due(now, limit); }
  Result<std::vector<OrderId>> undecided_since(Instant before, std::int64_t limit) const override {
    return real_.undecided_since(before, limit);
  }
  Result<std::vector<OrderId>> holds_lapsed(Instant now, std::int64_t limit) const override {
    return real_.holds_lapsed(now, limit);
  }
  Result<std::vector<OrderId>> money_to_give_back(std::int64_t limit) const override { return real_.money_to_give_back(limit); }

 private:
  ports::CheckoutLedger& real_;
  std::atomic<bool> fail_apply_ = false;
  std::atomic<bool> lose_open_ = false;
};

}  // namespace souk::support
