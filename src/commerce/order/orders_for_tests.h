#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "commerce/order/order.h"

/// One small order and the facts about it, for the tests of this folder.
namespace souk::orders_for_tests {

template <class AnyId>
AnyId id(std::uint8_t number) {
  AnyId id;
  id.bytes.back() = number;
  return id;
}
inline StockItemId stock_item(std::uint8_t number) { return id<StockItemId>(number); }
inline AttemptId attempt(std::uint8_t number) { return id<AttemptId>(number); }

inline Instant at(std::int64_t seconds) { return Instant{std::chrono::seconds{1'800'000'000 + seconds}}; }
inline const Instant kHoldEnd = at(900);

inline Money euro_cents(std::int64_t minor) { return {minor, Currency::parse("EUR").value()}; }

inline Quote a_quote(std::int64_t total = 4990) {
  Quote quote;
  quote.currency = euro_cents(0).currency;
  quote.totals = {euro_cents(total), euro_cents(0), euro_cents(0), euro_cents(0), euro_cents(0), euro_cents(total)};
  return quote;
}

inline Checkout a_checkout(std::string provider = "test") {
  Checkout checkout;
  checkout.cart = id<CartId>(1);
  checkout.email = "ada@example.com";
  checkout.provider = std::move(provider);
  return checkout;
}

inline std::vector<StockNeed> tracked() { return {{stock_item(1), 2}, {stock_item(2), 1}}; }

inline Order an_order(std::int64_t total = 4990, std::string provider = "test") {
  return opened(id<OrderId>(1), "S10001", attempt(1), a_checkout(std::move(provider)), a_quote(total), tracked(), at(0),
                kHoldEnd);
}

/// The events of the steps between the two, oldest first.
inline std::vector<std::string> events_between(const Order& before, const Order& after) {
  std::vector<std::string> events;
  for (const HistoryEntry& step : after.history)
    if (step.version > before.version) events.push_back(step.event());
  return events;
}

/// About the current attempt, with the amount that belongs to it.
inline PaymentFact a_fact(const Order& order, FactKind kind) {
  PaymentFact fact;
  fact.kind = kind;
  fact.attempt = order.current_attempt().id;
  fact.order = order.id;
  fact.amount = order.current_attempt().amount;
  return fact;
}

}  // namespace souk::orders_for_tests
