#pragma once

#include <cstdint>
#include <vector>

#include "commerce/order/order.h"
#include "commerce/payment/payment.h"
#include "ports/answers.h"

namespace souk::ports {

struct Opened {
  Order order;
  bool first = false;  // this call wrote it; a repeat writes nothing
};

/// Orders with their holds, payment attempts, idempotency rows and outbox rows; takes and gives back stock. Every method is one
/// transaction, durable once it returns; thread-safe. All may fail with unavailable, storage_full (nothing written) or
/// commit_unknown (retry: every method can be repeated).
class CheckoutLedger {
 public:
  virtual ~CheckoutLedger() = default;

  /// T1. Writes the order, takes its stock, opens an attempt, marks the cart as ordered, stores the idempotency row and appends
  /// `order.placed`: all or nothing. A pending order of the same cart whose attempt failed is rewritten (souk::reopened)
  /// instead of a second one being made. Repeating `key` returns its order with first = false; the cart's contents are not
  /// compared then. Errors: out_of_stock (names the line, nothing taken), variant_unavailable (unknown stock item),
  /// cart_already_ordered (confirmed, or an attempt undecided), payment_attempts_exceeded, version_conflict (the cart is no
  /// longer at checkout.cart_version), idempotency_key_reused. A definite refusal is stored as the key's answer in the same
  /// transaction (AnswerEncoder::refused), except idempotency_key_reused and version_conflict.
  virtual Result<Opened> open(const IdempotencyKey& key, const Checkout& checkout, const Quote& quote) = 0;

  /// T2, the one reducer (souk::decide): what the provider said, from whichever path, in whatever order, any number of times.
  /// Commits or releases the holds, appends events, and stores the final answer of the key that opened the attempt, all in one
  /// transaction. Returns the order as it then stands, also when the fact was a refusal (order.refusal). Errors: not_found.
  virtual Result<Order> apply(const OrderId& order, const PaymentFact& fact) = 0;

  /// The hold ran out: releases it. Errors: invalid_state (an attempt is undecided: cancel at the provider and apply its answer
  /// first), not_found. An order that is already expired, canceled or confirmed is returned unchanged.
  virtual Result<Order> expire(const OrderId& order) = 0;

  /// Strongly consistent. Errors: not_found.
  virtual Result<Order> find(const OrderId& order) const = 0;
  virtual Result<Order> find_by_number(const std::string& number) const = 0;
  /// Newest first, `before` exclusive when given.
  virtual Result<std::vector<Order>> newest(std::optional<OrderId> before, std::int64_t limit) const = 0;

  /// A customer's own, newest first, `before` exclusive when given. Strongly consistent.
  virtual Result<std::vector<Order>> of_customer(const CustomerId& customer, std::optional<OrderId> before,
                                                 std::int64_t limit) const = 0;
  /// Orders that guests placed with this e-mail address, in any case of its letters, become the customer's (souk::claimed).
  /// Returns how many; at most `limit` a call.
  virtual Result<std::int64_t> claim(const std::string& email, const CustomerId& customer, std::int64_t limit) = 0;

  /// The customer leaves: their orders are nobody's from now on, and say nothing of them as soon as they need not
  /// (souk::forgotten). Returns how many; at most `limit` a call.
  virtual Result<std::int64_t> forget_customer(const CustomerId& customer, std::int64_t limit) = 0;
  /// Erases what was asked for before and has become due (souk::erased_if_due). Returns how many; at most `limit` a call.
  virtual Result<std::int64_t> erase_due(Instant now, std::int64_t limit) = 0;

  /// Due work; may be stale, the methods above re-check. Oldest first, at most `limit`.
  virtual Result<std::vector<OrderId>> undecided_since(
      Instant before, std::int64_t limit) const = 0;  // attempt open or authorizing, made before
  virtual Result<std::vector<OrderId>> holds_lapsed(Instant now,
                                                    std::int64_t limit) const = 0;  // pending, hold_expires_at ≤ now
  virtual Result<std::vector<OrderId>> money_to_give_back(
      std::int64_t limit) const = 0;  // an attempt with void_due or refund_due
};

}  // namespace souk::ports
