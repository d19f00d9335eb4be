#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "commerce/customer/address.h"
#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/payment/payment.h"
#include "commerce/pricing/quote.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"

namespace souk {

// Three axes, each its own small machine: docs/orders.md has the edges.
enum class OrderState { pending, confirmed, canceled, expired, needs_review, closed };
enum class PaymentState { none, authorized, partially_paid, paid, partially_refunded, refunded, voided };
enum class FulfillmentState { unfulfilled, partial, fulfilled, returned };
template <>
inline constexpr auto kNames<OrderState> = names({"pending", "confirmed", "canceled", "expired", "needs_review", "closed"});
template <>
inline constexpr auto kNames<PaymentState> =
    names({"none", "authorized", "partially_paid", "paid", "partially_refunded", "refunded", "voided"});
template <>
inline constexpr auto kNames<FulfillmentState> = names({"unfulfilled", "partial", "fulfilled", "returned"});

enum class HoldState { held, committed, released };
template <>
inline constexpr auto kNames<HoldState> = names({"held", "committed", "released"});

/// Stock that this order has taken off the shelf's promise; untracked items are not listed.
struct Reservation {
  StockItemId stock_item;
  std::int64_t quantity = 0;
  HoldState state = HoldState::held;
  friend bool operator==(const Reservation&, const Reservation&) = default;
};

struct HistoryEntry {
  std::int64_t version = 0;  // of the order after this step; consecutive
  OrderState state = OrderState::pending;
  PaymentState payment_state = PaymentState::none;
  FulfillmentState fulfillment_state = FulfillmentState::unfulfilled;
  std::string what;  // "placed", "payment_declined", "confirmed", "paid", "expired", ...: docs/orders.md has them all
  Instant at{};
  friend bool operator==(const HistoryEntry&, const HistoryEntry&) = default;

  /// The type of the one event that goes to the outbox with this step: "order.placed".
  std::string event() const { return "order." + what; }
};

/// What the shopper hands in at checkout, beside the priced lines.
struct Checkout {
  CartId cart;
  std::optional<CustomerId> customer{};  // who was logged in
  std::int64_t cart_version = 0;
  std::string email;
  Address shipping_address;
  std::optional<Address> billing_address;
  std::string provider;
  std::string payment_token;
  std::string terms_version;  // consented to
  friend bool operator==(const Checkout&, const Checkout&) = default;
};

struct Order {
  OrderId id;
  std::string number;  // "S10042": unique, readable, gaps allowed
  CartId cart;
  std::optional<CustomerId> customer{};  // whose it is; a guest's is whoever's who shows its token
  std::int64_t version = 0;
  OrderState state = OrderState::pending;
  PaymentState payment_state = PaymentState::none;
  FulfillmentState fulfillment_state = FulfillmentState::unfulfilled;
  std::string email;
  Address shipping_address;
  std::optional<Address> billing_address;
  std::string terms_version;
  Quote quote;  // the snapshot that was ordered: lines, adjustments, totals
  std::vector<Reservation> reservations;
  std::vector<PaymentAttempt> attempts;  // at least one; the last one is current
  std::vector<HistoryEntry> history;
  std::optional<ErrorCode> refusal;  // why the last attempt did not lead to a confirmed order
  std::string refusal_detail;
  std::optional<Instant> erasure_asked_at{};  // its customer has left; what it says of them goes when nobody needs it any more
  Instant hold_expires_at{};
  Instant created_at{};
  Instant updated_at{};
  friend bool operator==(const Order&, const Order&) = default;

  const PaymentAttempt& current_attempt() const { return attempts.back(); }
  bool undecided() const { return state == OrderState::pending && current_attempt().undecided(); }
  Money total() const { return quote.totals.total; }
};

inline constexpr std::size_t kMaxAttempts = 5;  // card testing: more are payment_attempts_exceeded

/// Whether consecutive lines of history may have these states. A step that moves another axis leaves this one where it is: any
/// state follows itself.
bool may_follow(OrderState from, OrderState to);
bool may_follow(PaymentState from, PaymentState to);
bool may_follow(FulfillmentState from, FulfillmentState to);

/// T1 for a cart without a live order: pending, all reservations held, attempt 1 open, version 1, history "placed", whose event
/// is the only one. `tracked`: the needs of tracked items only.
Order opened(OrderId id, std::string number, AttemptId attempt, const Checkout& checkout, const Quote& quote,
             std::span<const StockNeed> tracked, Instant now, Instant hold_expires_at);
/// T1 again for the same cart under a new key, after a decided attempt that failed: the pending order rewritten from the new
/// quote, attempt n+1 open, history "reopened", whose event is the only one. The reservations before were released; the new
/// ones are held. Errors: cart_already_ordered (not pending, or an attempt undecided), payment_attempts_exceeded.
Result<Order> reopened(Order order, AttemptId attempt, const Checkout& checkout, const Quote& quote,
                       std::span<const StockNeed> tracked, Instant now, Instant hold_expires_at);

/// A guest's order as its customer's, history "claimed"; one that has an owner, or had one who left, unchanged.
Order claimed(Order order, const CustomerId& customer, Instant now);

// An order that is never shipped or closed does not keep its buyer's address for ever.
inline constexpr std::chrono::days kLongestErasure{180};
/// When what the order says of its customer may go: `asked` for one that has come to its end, with nothing owed on either side.
Instant erasable_from(const Order& order, Instant asked);
/// Its customer leaves: from then on it is nobody's. What it says of them goes at once or, with `erasure_asked_at` set, later;
/// history "erased" or "erasure_asked". What the books need stays: number, dates, lines, amounts, tax, country.
Order forgotten(Order order, Instant now);
/// The same for one that was asked for before; one whose time has not come, unchanged.
Order erased_if_due(Order order, Instant now);

/// What T2 must do to stock, beside writing the order.
enum class StockStep {
  none,
  commit,       // held -> committed: on_hand − q, reserved − q, a movement
  release,      // held -> released: reserved − q
  take_commit,  // released before, taken again now: on_hand − q, a movement
};
struct Decision {
  Order order;           // reservations and history already as they will stand: each new line is a step with its event
  bool changed = false;  // false: the fact was known; write nothing
  StockStep stock = StockStep::none;
};
/// The one reducer, pure. Any fact, in any order, any number of times; what makes no sense in the order's state changes
/// nothing, marks the money to be given back, or sends the order to needs_review: docs/orders.md has the table.
/// `stock_is_free`: whether every released reservation could be taken again at this instant and, for an expired order, no other
/// live order was made of its cart (asked for a success that comes after the hold was released; otherwise unused): without it
/// the money is marked void_due or refund_due and the refusal is out_of_stock.
Decision decide(const Order& order, const PaymentFact& fact, bool stock_is_free, Instant now);

/// The hold ran out. Only for a pending order whose hold_expires_at is reached, with no attempt undecided (cancel at the
/// provider first). Errors: invalid_state.
Result<Decision> expired(const Order& order, Instant now);

}  // namespace souk
