#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "commerce/id/id.h"
#include "commerce/money/money.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"

namespace souk {

// docs/orders.md has the edges.
enum class AttemptState { open, authorizing, authorized, capturing, captured, failed, voided, refunded };
template <>
inline constexpr auto kNames<AttemptState> =
    names({"open", "authorizing", "authorized", "capturing", "captured", "failed", "voided", "refunded"});

/// Whether facts may move an attempt so; any state follows itself.
bool may_follow(AttemptState from, AttemptState to);

/// Pays outside the shop: transfer, cash on delivery. Its orders are confirmed before any money has come.
inline constexpr std::string_view kManualProvider = "manual";

/// One try to pay an order. Its id is part of the provider's key `auth:{order}:{attempt}`: derived, so that a repeat is
/// recognised.
struct PaymentAttempt {
  AttemptId id;
  std::int64_t number = 1;   // 1, 2, ... within the order
  std::string provider;      // "test", "stripe", "manual"
  std::string token;         // the provider's own token for the means of payment, never card data
  std::string return_url{};  // where a provider's page sends the shopper back to; may be empty
  Money amount;
  AttemptState state = AttemptState::open;
  std::optional<Money> taken{};    // once captured, as the provider says: perhaps not the amount that was asked for
  std::string provider_reference;  // the provider's id, once known
  std::string refusal;             // the provider's reason when failed: "card_declined"
  std::string action_url;          // where the shopper must go, while the provider waits for that
  bool void_due = false;           // money is held that this order will never use: a worker voids it
  bool refund_due = false;         // the same after a capture
  Instant created_at{};
  friend bool operator==(const PaymentAttempt&, const PaymentAttempt&) = default;

  /// A capture that was not told of took what it was asked for.
  Money to_refund() const { return taken.value_or(amount); }
  bool undecided() const { return state == AttemptState::open || state == AttemptState::authorizing; }
  /// Its money is the order's: held or taken, and not to be given back. A confirmed order has exactly one such attempt until it
  /// is refunded.
  bool in_use() const {
    const bool succeeded =
        state == AttemptState::authorized || state == AttemptState::capturing || state == AttemptState::captured;
    return succeeded && !void_due && !refund_due;
  }
};

enum class FactKind {
  authorized,       // money is held
  declined,         // a definite no
  requires_action,  // the shopper must act at action_url
  unknown,          // timeout, 5xx, broken pipe: nothing is known
  not_needed,       // total 0: nothing to pay; of the manual provider: nothing to pay yet
  captured,
  capture_failed,  // a definite no to a capture; a timeout is `unknown`
  voided,
  refunded,
};
template <>
inline constexpr auto kNames<FactKind> = names(
    {"authorized", "declined", "requires_action", "unknown", "not_needed", "captured", "capture_failed", "voided", "refunded"});

/// What a provider said of one attempt, from whichever path: HTTP return, webhook, reconciler, sweeper.
struct PaymentFact {
  FactKind kind = FactKind::unknown;
  AttemptId attempt;
  OrderId order;  // what the provider's object is bound to
  Money amount;   // what it is about: held, taken, or given back so far in all; zero for declined and unknown
  std::string provider_reference{};
  std::string refusal{};
  std::string action_url{};
  friend bool operator==(const PaymentFact&, const PaymentFact&) = default;
};

}  // namespace souk
