#include <algorithm>
#include <utility>

#include "commerce/order/order.h"
#include "commerce/order/step.h"

namespace souk {
namespace {

PaymentAttempt attempt_of(AttemptId id, std::int64_t number, const Checkout& checkout, Money amount, Instant now) {
  PaymentAttempt attempt;
  attempt.id = id;
  attempt.number = number;
  attempt.provider = checkout.provider;
  attempt.token = checkout.payment_token;
  attempt.amount = amount;
  attempt.created_at = now;
  return attempt;
}

/// What both ways of opening write: everything that comes from this checkout.
void fill(Order& order, AttemptId attempt, const Checkout& checkout, const Quote& quote, std::span<const StockNeed> tracked,
          Instant now, Instant hold_expires_at) {
  if (checkout.customer) order.customer = checkout.customer;
  order.email = checkout.email;
  order.shipping_address = checkout.shipping_address;
  order.billing_address = checkout.billing_address;
  order.terms_version = checkout.terms_version;
  order.quote = quote;
  order.reservations.clear();
  for (const StockNeed& need : tracked) order.reservations.push_back({need.stock_item, need.quantity, HoldState::held});
  order.attempts.push_back(
      attempt_of(attempt, static_cast<std::int64_t>(order.attempts.size()) + 1, checkout, quote.totals.total, now));
  order.refusal.reset();
  order.refusal_detail.clear();
  order.hold_expires_at = hold_expires_at;
}

}  // namespace

Order opened(OrderId id, std::string number, AttemptId attempt, const Checkout& checkout, const Quote& quote,
             std::span<const StockNeed> tracked, Instant now, Instant hold_expires_at) {
  Order order;
  order.id = id;
  order.number = std::move(number);
  order.cart = checkout.cart;
  order.created_at = now;
  fill(order, attempt, checkout, quote, tracked, now, hold_expires_at);
  record_step(order, "placed", now);
  return order;
}

Result<Order> reopened(Order order, AttemptId attempt, const Checkout& checkout, const Quote& quote,
                       std::span<const StockNeed> tracked, Instant now, Instant hold_expires_at) {
  const bool undecided = std::ranges::any_of(order.attempts, &PaymentAttempt::undecided);
  if (order.state != OrderState::pending || undecided || has_holds(order))
    return fail(ErrorCode::cart_already_ordered, "An order was already made from this cart");
  if (order.attempts.size() >= kMaxAttempts)
    return fail(ErrorCode::payment_attempts_exceeded, "The payment was tried too often");
  fill(order, attempt, checkout, quote, tracked, now, hold_expires_at);
  record_step(order, "reopened", now);
  return order;
}

Order claimed(Order order, const CustomerId& customer, Instant now) {
  if (order.customer || order.erasure_asked_at) return order;
  order.customer = customer;
  record_step(order, "claimed", now);
  return order;
}

Instant erasable_from(const Order& order, Instant asked) {
  const bool ended = order.state == OrderState::closed || order.state == OrderState::canceled ||
                     order.state == OrderState::expired || order.fulfillment_state == FulfillmentState::fulfilled ||
                     order.fulfillment_state == FulfillmentState::returned;
  const bool settled = std::ranges::none_of(order.attempts, [](const PaymentAttempt& attempt) {
    return attempt.undecided() || attempt.void_due || attempt.refund_due;
  });
  return ended && settled ? asked : asked + kLongestErasure;
}

namespace {

void erase(Order& order, Instant now) {
  const auto country_alone = [](const Address& address) {
    Address left;
    left.country = address.country;
    return left;
  };
  order.email.clear();
  order.shipping_address = country_alone(order.shipping_address);
  if (order.billing_address) order.billing_address = country_alone(*order.billing_address);
  order.erasure_asked_at.reset();
  record_step(order, "erased", now);
}

}  // namespace

Order forgotten(Order order, Instant now) {
  order.customer.reset();
  if (erasable_from(order, now) <= now) {
    erase(order, now);
  } else {
    order.erasure_asked_at = now;
    record_step(order, "erasure_asked", now);
  }
  return order;
}

Order erased_if_due(Order order, Instant now) {
  if (order.erasure_asked_at && erasable_from(order, *order.erasure_asked_at) <= now) erase(order, now);
  return order;
}

Result<Decision> expired(const Order& order, Instant now) {
  if (order.state != OrderState::pending)
    return fail(ErrorCode::invalid_state, "Only an order that waits for its payment expires");
  if (std::ranges::any_of(order.attempts, &PaymentAttempt::undecided))
    return fail(ErrorCode::invalid_state, "A payment is under way: its provider has to cancel it first");
  if (now < order.hold_expires_at) return fail(ErrorCode::invalid_state, "The order's stock is still held");
  Decision decision;
  decision.order = order;
  decision.order.state = OrderState::expired;
  if (!order.refusal) {
    decision.order.refusal = ErrorCode::order_expired;
    decision.order.refusal_detail = "The order was not paid in time";
  }
  release_holds(decision);
  record_step(decision, "expired", now);
  return decision;
}

}  // namespace souk
