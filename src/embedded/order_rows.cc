#include "embedded/order_rows.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>

#include "commerce/customer/customer.h"
#include "embedded/outbox.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

std::optional<std::string_view> name_of_refusal(const Order& order) {
  return order.refusal ? std::optional(name_of(*order.refusal)) : std::nullopt;
}

Result<std::vector<Reservation>> reservations_of(sqlite::Connection& connection, const OrderId& id) {
  TRY(auto rows, connection.query(
                     "SELECT stock_item_id, quantity, state FROM order_reservations WHERE order_id = ? ORDER BY position", id));
  std::vector<Reservation> reservations;
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return reservations;
    reservations.push_back(
        {.stock_item = rows.column<StockItemId>(0), .quantity = rows.integer(1), .state = rows.column<HoldState>(2)});
  }
}

Result<std::vector<PaymentAttempt>> attempts_of(sqlite::Connection& connection, const OrderId& id, Currency currency) {
  TRY(auto rows,
      connection.query(
          "SELECT id, number, provider, token, amount, state, provider_reference, refusal, action_url, void_due, refund_due,"
          " created_at, taken, taken_currency FROM payment_attempts WHERE order_id = ? ORDER BY number",
          id));
  std::vector<PaymentAttempt> attempts;
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return attempts;
    std::optional<Money> taken;
    if (!rows.is_null(12)) {
      TRY(const Currency taken_in, Currency::parse(rows.text(13)));
      taken = Money{rows.integer(12), taken_in};
    }
    attempts.push_back({.id = rows.column<AttemptId>(0),
                        .number = rows.integer(1),
                        .provider = rows.column<std::string>(2),
                        .token = rows.column<std::string>(3),
                        .amount = Money{rows.integer(4), currency},
                        .state = rows.column<AttemptState>(5),
                        .taken = taken,
                        .provider_reference = rows.column<std::string>(6),
                        .refusal = rows.column<std::string>(7),
                        .action_url = rows.column<std::string>(8),
                        .void_due = rows.column<bool>(9),
                        .refund_due = rows.column<bool>(10),
                        .created_at = rows.column<Instant>(11)});
  }
}

Result<std::vector<HistoryEntry>> history_of(sqlite::Connection& connection, const OrderId& id) {
  TRY(auto rows,
      connection.query("SELECT version, state, payment_state, fulfillment_state, what, at FROM order_history WHERE order_id = ?"
                       " ORDER BY version",
                       id));
  std::vector<HistoryEntry> history;
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return history;
    history.push_back({.version = rows.integer(0),
                       .state = rows.column<OrderState>(1),
                       .payment_state = rows.column<PaymentState>(2),
                       .fulfillment_state = rows.column<FulfillmentState>(3),
                       .what = rows.column<std::string>(4),
                       .at = rows.column<Instant>(5)});
  }
}

Result<void> insert_reservations(sqlite::Connection& connection, const Order& order) {
  std::int64_t position = 0;
  for (const Reservation& reservation : order.reservations) {
    TRY(connection.run(
        "INSERT INTO order_reservations (order_id, stock_item_id, position, quantity, state) VALUES (?, ?, ?, ?, ?)", order.id,
        reservation.stock_item, ++position, reservation.quantity, reservation.state));
  }
  return {};
}

Result<void> insert_attempt(sqlite::Connection& connection, const OrderId& id, const PaymentAttempt& attempt) {
  TRY(
      connection.run("INSERT INTO payment_attempts (order_id, number, id, provider, token, amount, state, provider_reference,"
                     " refusal, action_url, void_due, refund_due, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     id, attempt.number, attempt.id, attempt.provider, attempt.token, attempt.amount.minor, attempt.state,
                     attempt.provider_reference, attempt.refusal, attempt.action_url, attempt.void_due, attempt.refund_due,
                     attempt.created_at));
  return {};
}

Result<void> update_attempt(sqlite::Connection& connection, const OrderId& id, const PaymentAttempt& attempt) {
  const auto taken = attempt.taken ? std::optional(attempt.taken->minor) : std::nullopt;
  const auto taken_in = attempt.taken ? std::optional(std::string(attempt.taken->currency.code())) : std::nullopt;
  TRY(connection.run(
      "UPDATE payment_attempts SET state = ?, taken = ?, taken_currency = ?, provider_reference = ?, refusal = ?,"
      " action_url = ?, void_due = ?, refund_due = ? WHERE order_id = ? AND number = ?",
      attempt.state, taken, taken_in, attempt.provider_reference, attempt.refusal, attempt.action_url, attempt.void_due,
      attempt.refund_due, id, attempt.number));
  return {};
}

Result<void> update_attempts(sqlite::Connection& connection, const Order& before, const Order& after) {
  for (std::size_t i = 0; i < after.attempts.size(); ++i) {
    const PaymentAttempt& attempt = after.attempts[i];
    if (i >= before.attempts.size()) {
      TRY(insert_attempt(connection, after.id, attempt));
    } else if (attempt != before.attempts[i]) {
      TRY(update_attempt(connection, after.id, attempt));
    }
  }
  return {};
}

/// The line of history and its event, which reports the order as that step left it.
Result<void> append_step(sqlite::Connection& connection, Order order, const HistoryEntry& step, ports::IdSource& ids) {
  TRY(
      connection.run("INSERT INTO order_history (order_id, version, state, payment_state, fulfillment_state, what, at)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?)",
                     order.id, step.version, step.state, step.payment_state, step.fulfillment_state, step.what, step.at));
  order.version = step.version;
  order.state = step.state;
  order.payment_state = step.payment_state;
  order.fulfillment_state = step.fulfillment_state;
  return append_event(connection, {.id = ids.fresh<EventId>(),
                                   .type = step.event(),
                                   .aggregate = order.id.text(),
                                   .aggregate_version = step.version,
                                   .at = step.at,
                                   .data = records::order_event_data(order)});
}

bool same_needs(const std::vector<Reservation>& a, const std::vector<Reservation>& b) {
  return std::ranges::equal(a, b, [](const Reservation& x, const Reservation& y) {
    return x.stock_item == y.stock_item && x.quantity == y.quantity;
  });
}

Result<void> update_reservations(sqlite::Connection& connection, const Order& before, const Order& after) {
  if (!same_needs(before.reservations, after.reservations)) {  // ordered anew from another cart
    TRY(connection.run("DELETE FROM order_reservations WHERE order_id = ?", after.id));
    return insert_reservations(connection, after);
  }
  for (std::size_t i = 0; i < after.reservations.size(); ++i) {
    const Reservation& reservation = after.reservations[i];
    if (reservation == before.reservations[i]) continue;
    TRY(connection.run("UPDATE order_reservations SET state = ? WHERE order_id = ? AND stock_item_id = ?", reservation.state,
                       after.id, reservation.stock_item));
  }
  return {};
}

/// Only an order that is placed anew has another quote or another address.
Result<void> update_record(sqlite::Connection& connection, const Order& before, const Order& after) {
  const auto written = [](const Order& o) {
    return std::tie(o.customer, o.erasure_asked_at, o.email, o.shipping_address, o.billing_address, o.terms_version, o.quote);
  };
  if (written(before) == written(after)) return {};
  const Totals& totals = after.quote.totals;
  TRY(connection.run(
      "UPDATE orders SET currency = ?, goods = ?, discount = ?, shipping = ?, tax = ?, total = ?, record = ?,"
      " customer_id = ?, email_key = ?, erasure_asked_at = ? WHERE id = ?",
      after.quote.currency.code(), totals.goods.minor, totals.discount.minor, totals.shipping.minor, totals.tax.minor,
      totals.total.minor, records::write_agreement(after), after.customer, email_key(after.email),
      after.erasure_asked_at, after.id));
  return {};
}

}  // namespace

Result<std::optional<Order>> find_order(sqlite::Connection& connection, const OrderId& id) {
  TRY(auto row,
      connection.query(
          "SELECT number, cart_id, version, state, payment_state, fulfillment_state, refusal, refusal_detail, hold_expires_at,"
          " created_at, updated_at, record, customer_id, erasure_asked_at FROM orders WHERE id = ?",
          id));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  TRY(Order order, records::read_order(row.text(11)));
  order.id = id;
  order.number = row.column<std::string>(0);
  order.cart = row.column<CartId>(1);
  order.version = row.integer(2);
  order.state = row.column<OrderState>(3);
  order.payment_state = row.column<PaymentState>(4);
  order.fulfillment_state = row.column<FulfillmentState>(5);
  order.refusal = row.is_null(6) ? std::nullopt : error_code_named(row.text(6));
  order.refusal_detail = row.column<std::string>(7);
  order.hold_expires_at = row.column<Instant>(8);
  order.created_at = row.column<Instant>(9);
  order.updated_at = row.column<Instant>(10);
  order.customer = row.column<std::optional<CustomerId>>(12);
  order.erasure_asked_at = row.column<std::optional<Instant>>(13);
  TRY(order.reservations, reservations_of(connection, id));
  TRY(order.attempts, attempts_of(connection, id, order.quote.currency));
  TRY(order.history, history_of(connection, id));
  return order;
}

Result<std::optional<OrderId>> live_order_of(sqlite::Connection& connection, const CartId& cart) {
  return connection.first<OrderId>("SELECT id FROM orders WHERE cart_id = ? AND state NOT IN ('expired', 'canceled')", cart);
}

Result<void> insert_order(sqlite::Connection& connection, const Order& order, ports::IdSource& ids) {
  const Totals& totals = order.quote.totals;
  TRY(connection.run(
      "INSERT INTO orders (id, number, cart_id, version, state, payment_state, fulfillment_state, currency, goods, discount, shipping,"
      " tax, total, refusal, refusal_detail, hold_expires_at, created_at, updated_at, record, customer_id, email_key)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      order.id, order.number, order.cart, order.version, order.state, order.payment_state, order.fulfillment_state,
      order.quote.currency.code(), totals.goods.minor, totals.discount.minor, totals.shipping.minor, totals.tax.minor,
      totals.total.minor, name_of_refusal(order), order.refusal_detail, order.hold_expires_at, order.created_at,
      order.updated_at, records::write_agreement(order), order.customer, email_key(order.email)));
  TRY(insert_reservations(connection, order));
  for (const PaymentAttempt& attempt : order.attempts) TRY(insert_attempt(connection, order.id, attempt));
  for (const HistoryEntry& entry : order.history) TRY(append_step(connection, order, entry, ids));
  return {};
}

Result<void> update_order(sqlite::Connection& connection, const Order& before, const Order& after, ports::IdSource& ids) {
  TRY(connection.run(
      "UPDATE orders SET version = ?, state = ?, payment_state = ?, fulfillment_state = ?, refusal = ?, refusal_detail = ?,"
      " hold_expires_at = ?, updated_at = ? WHERE id = ?",
      after.version, after.state, after.payment_state, after.fulfillment_state, name_of_refusal(after), after.refusal_detail,
      after.hold_expires_at, after.updated_at, after.id));
  TRY(update_record(connection, before, after));
  TRY(update_reservations(connection, before, after));
  TRY(update_attempts(connection, before, after));
  for (const HistoryEntry& entry : after.history) {
    if (entry.version > before.version) TRY(append_step(connection, after, entry, ids));
  }
  return {};
}

}  // namespace souk::embedded
