#pragma once

#include <optional>
#include <string>

#include "ports/cart_store.h"
#include "ports/checkout_ledger.h"
#include "usecases/cart_access.h"
#include "usecases/payment_providers.h"
#include "usecases/priced_cart.h"

namespace souk::usecases {

struct CheckoutRequest {
  CartAccess cart;
  std::string provider;                 // "test"
  std::string payment_token;            // the provider's own, never card data; may be empty
  std::optional<Money> expected_total;  // absent: the total that the cart last showed
};

/// From a cart to an order, by the protocol of docs/checkout.md: T1 opens it and takes its stock, X1 asks the provider once, T2
/// applies the answer.
class PlaceOrder {
 public:
  PlaceOrder(const ports::CartStore& carts, const PriceCart& price, const ports::SettingsStore& settings,
             ports::CheckoutLedger& ledger, const PaymentProviders& providers)
      : carts_(carts), price_(price), settings_(settings), ledger_(ledger), providers_(providers) {}

  /// The order: confirmed, or pending while the provider's answer is outstanding or the shopper must act at
  /// current_attempt().action_url. The edge has answered a known key before. A refusal is its Error, the order itself stays
  /// pending: payment_declined, payment_mismatch, out_of_stock, ... Errors before anything is written: not_found (the cart),
  /// cart_empty, customer_required, shipping_required (no address, or a country the shop does not ship to),
  /// variant_unavailable, price_changed, payment_provider_unknown. Of T1: those of CheckoutLedger::open.
  Result<Order> operator()(const ports::IdempotencyKey& key, const CheckoutRequest& request) const;

 private:
  const ports::CartStore& carts_;
  const PriceCart& price_;
  const ports::SettingsStore& settings_;
  ports::CheckoutLedger& ledger_;
  const PaymentProviders& providers_;
};

/// What a checkout that led to this order answers: the order, or the refusal as its Error.
Result<Order> outcome(const Order& order);

}  // namespace souk::usecases
