#include "usecases/place_order.h"

#include <string>

#include "usecases/settle_attempt.h"

namespace souk::usecases {
namespace {

Result<void> check_lines(const PricedCart& priced) {
  if (priced.cart.lines.empty()) return fail(ErrorCode::cart_empty, "The cart is empty");
  for (std::size_t i = 0; i < priced.lines.size(); ++i) {
    const ShownLine& line = priced.lines[i];
    const std::string pointer = "/lines/" + std::to_string(i);
    if (!line.priced) return fail_at(pointer, ErrorCode::variant_unavailable, "An item of the cart is no longer for sale");
    if (line.line.quantity < line.rule.minimum || line.line.quantity > line.rule.maximum)
      return fail_at(pointer, ErrorCode::invalid_quantity,
                     priced.quote.lines[*line.priced].title + " is not sold in this quantity");
  }
  return {};
}

Result<void> check_customer(const PricedCart& priced, const ShopSettings& settings) {
  const Cart& cart = priced.cart;
  if (cart.email.empty()) return fail(ErrorCode::customer_required, "The cart does not say yet who buys");
  if (!priced.needs_shipping()) return {};
  if (!cart.shipping_address) return fail(ErrorCode::shipping_required, "The cart does not say yet where it is shipped to");
  if (!ships_to(settings, cart.shipping_address->country))
    return fail(ErrorCode::shipping_required, "The shop does not ship to the country of this address");
  return {};
}

/// The shopper pays what was shown or nothing: a price that moved since is shown first.
Result<void> check_price(const PricedCart& priced, const std::optional<Money>& expected_total) {
  const std::optional<Money>& agreed = expected_total ? expected_total : priced.cart.shown_total;
  if (agreed != priced.quote.totals.total)
    return fail(ErrorCode::price_changed, "The total has changed; look at the cart again");
  return {};
}

Checkout checkout_of(const CheckoutRequest& request, const Cart& cart, const ShopSettings& settings) {
  Checkout checkout;
  checkout.cart = cart.id;
  checkout.customer = request.cart.customer;
  checkout.cart_version = cart.version;
  checkout.email = cart.email;
  if (cart.shipping_address) checkout.shipping_address = *cart.shipping_address;
  checkout.billing_address = cart.billing_address;
  checkout.provider = request.provider;
  checkout.payment_token = request.payment_token;
  checkout.terms_version = settings.terms_version;
  return checkout;
}

PaymentFact first_answer(ports::PaymentGateway& gateway, const Order& order) {
  const PaymentAttempt& attempt = order.current_attempt();
  if (attempt.amount.minor == 0) return nothing_to_pay(order);
  return gateway.authorize(order, attempt);
}

}  // namespace

Result<Order> PlaceOrder::operator()(const ports::IdempotencyKey& key, const CheckoutRequest& request) const {
  TRY(const ShopSettings settings, settings_.load());
  ports::PaymentGateway* gateway = providers_.offered(request.provider, settings);
  if (!gateway)
    return fail_at("/payment/provider", ErrorCode::payment_provider_unknown, "This shop does not offer to be paid in this way");
  TRY(Cart cart, find_cart(carts_, request.cart));
  TRY(const PricedCart priced, price_(std::move(cart)));
  TRY(check_lines(priced));
  TRY(check_customer(priced, settings));
  TRY(check_price(priced, request.expected_total));

  TRY(const ports::Opened opened,
      ledger_.open(key, checkout_of(request, priced.cart, settings), priced.quote));  // T1: all or nothing
  if (!opened.first) return outcome(opened.order);                                    // a parallel twin: never authorizes again
  const PaymentFact fact = first_answer(*gateway, opened.order);  // X1, outside any transaction; a timeout is a fact too
  TRY(const Order order, ledger_.apply(opened.order.id, fact));   // T2; the reconciler and the sweeper call it as well
  return outcome(order);
}

Result<Order> outcome(const Order& order) {
  if (order.undecided() || order.state == OrderState::confirmed || order.state == OrderState::closed) return order;
  if (order.refusal) return fail(*order.refusal, order.refusal_detail);
  if (order.state == OrderState::expired) return fail(ErrorCode::order_expired, "The order was not paid in time");
  return fail(ErrorCode::invalid_state, "The order can no longer be paid");
}

}  // namespace souk::usecases
