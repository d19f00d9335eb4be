#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "commerce/cart/cart.h"
#include "commerce/catalog/product.h"
#include "commerce/error/error.h"
#include "commerce/inventory/stock.h"
#include "commerce/order/order.h"
#include "commerce/shop/settings.h"

namespace souk::ports {

/// Names one request of one client for ever. Scope: another principal, method or route with the same key is another request.
struct IdempotencyKey {
  std::string principal;  // the id of the customer, staff member or API key; for a guest the cart's
  std::string method;
  std::string route;                            // the route's template
  std::string key;                              // 16–255 visible ASCII characters
  std::array<std::uint8_t, 32> request_hash{};  // SHA-256 of the parsed request

  /// What is unique: principal, method, route and key, without the hash.
  std::string scope() const { return principal + '\n' + method + '\n' + route + '\n' + key; }
};

/// A final answer as it was first sent. `{{order_token}}` in the body stands for the token, which is never stored.
struct Answer {
  int status = 0;
  std::string body;
  std::string location{};  // header, when the answer had one
  std::string etag{};
  friend bool operator==(const Answer&, const Answer&) = default;
};

/// Turns an outcome into the bytes that the transaction stores. Implemented in src/http, handed to adapters by main. Pure;
/// thread-safe.
class AnswerEncoder {
 public:
  virtual ~AnswerEncoder() = default;
  /// 201 for a confirmed order, the refusal's problem document for a definite refusal; nullopt while the order is undecided
  /// (202 is never stored).
  virtual std::optional<Answer> order_placed(const Order& order) const = 0;
  /// `error`'s problem document. nullopt when it is not definite (5xx, unavailable, commit_unknown): such answers are never
  /// stored.
  virtual std::optional<Answer> refused(const Error& error) const = 0;
};

/// The answer to a mutation other than checkout, made by the edge before the write: `encode` gets the outcome inside the
/// transaction.
template <class T>
using Encode = std::function<Answer(const T&)>;

/// An optional idempotency key with the way to encode what the write made. No key: nothing is stored and `encode` is not
/// called. A key that was answered since the edge asked Answers::find writes nothing: the error is request_in_progress, and the
/// edge asks again.
template <class T>
struct Repeatable {
  std::optional<IdempotencyKey> key{};
  Encode<T> encode{};
};

struct StoredAnswer {
  Answer answer;
};
/// The key opened an attempt to pay an order and has no answer: not yet, or no more. Either way the order says how things
/// stand.
struct OpenedAttempt {
  OrderId order;
  std::int64_t number = 1;  // of the attempt
};

/// Final answers by key, kept 72 hours; which attempt a key opened is kept for ever. Thread-safe.
class Answers {
 public:
  using Found = std::variant<std::monostate, StoredAnswer, OpenedAttempt>;
  virtual ~Answers() = default;
  /// Errors: idempotency_key_reused (the scope is known with another request hash), unavailable.
  virtual Result<Found> find(const IdempotencyKey& key) const = 0;
  /// Forgets answers older than `before`. Returns how many; at most `limit` a call.
  virtual Result<std::int64_t> forget(Instant before, std::int64_t limit) = 0;
};

}  // namespace souk::ports
