#include "embedded/checkout_ledger.h"

#include <string>
#include <utility>

#include "commerce/customer/customer.h"
#include "embedded/order_decision.h"
#include "embedded/order_numbers.h"
#include "embedded/order_opening.h"
#include "embedded/order_rows.h"

namespace souk::embedded {

namespace {

std::unexpected<Error> no_such_order() { return fail(ErrorCode::not_found, "There is no such order"); }

/// Parameters: until, the place to go on behind, how many. Each is answered by an index of its own (schema_test).
const char* due_sql(ports::Due kind) {
  switch (kind) {
    case ports::Due::undecided_payment:
      return "SELECT created_at, order_id FROM payment_attempts WHERE state IN ('open', 'authorizing')"
             " AND created_at <= ?1 AND (created_at, order_id) > (?2, ?3) ORDER BY created_at, order_id LIMIT ?4";
    case ports::Due::lapsed_hold:
      return "SELECT hold_expires_at, id FROM orders WHERE state = 'pending'"
             " AND hold_expires_at <= ?1 AND (hold_expires_at, id) > (?2, ?3) ORDER BY hold_expires_at, id LIMIT ?4";
    case ports::Due::capture:
      return "SELECT created_at, id FROM orders WHERE state = 'confirmed' AND payment_state = 'authorized'"
             " AND created_at <= ?1 AND (created_at, id) > (?2, ?3) ORDER BY created_at, id LIMIT ?4";
    case ports::Due::money_to_give_back:
      return "SELECT created_at, id FROM orders WHERE id IN"
             " (SELECT order_id FROM payment_attempts WHERE void_due = 1 OR refund_due = 1)"
             " AND created_at <= ?1 AND (created_at, id) > (?2, ?3) ORDER BY created_at, id LIMIT ?4";
  }
  std::unreachable();
}

constexpr OrderId kAfterAll = [] {
  OrderId id;
  id.bytes.fill(0xff);
  return id;
}();

Result<std::vector<Order>> read_orders(sqlite::Connection& connection, const std::vector<OrderId>& ids) {
  std::vector<Order> orders;
  for (const OrderId& id : ids) {
    TRY(auto order, find_order(connection, id));
    if (order) orders.push_back(*std::move(order));
  }
  return orders;
}

class SqliteCheckoutLedger final : public ports::CheckoutLedger {
 public:
  SqliteCheckoutLedger(Database& database, const ports::Clock& clock, ports::IdSource& ids,
                       const ports::SettingsStore& settings, const ports::AnswerEncoder& encoder,
                       std::chrono::milliseconds hold_lifetime)
      : database_(database),
        clock_(clock),
        ids_(ids),
        encoder_(encoder),
        settings_(settings),
        numbers_(database, settings),
        hold_lifetime_(hold_lifetime) {}

  Result<ports::Opened> open(const ports::IdempotencyKey& key, const Checkout& checkout, const Quote& quote) override {
    TRY(const auto needs, stock_needs(quote.lines));
    TRY(const ShopSettings settings, settings_.load());
    TRY(const std::string number, numbers_.next());
    const Instant now = clock_.now();
    const Opening opening{.key = key,
                          .checkout = checkout,
                          .quote = quote,
                          .needs = needs,
                          .number = number,
                          .order = ids_.fresh<OrderId>(),
                          .attempt = ids_.fresh<AttemptId>(),
                          .now = now,
                          .hold_expires_at = now + hold_lifetime_,
                          .hold_limits = settings.hold_limits};
    auto written =
        database_.write([&](sqlite::Connection& connection) { return open_order(connection, opening, encoder_, ids_); });
    const bool unused =
        written ? !*written || (*written)->order.number != number : written.error().code != ErrorCode::commit_unknown;
    if (unused) numbers_.give_back(number);
    TRY(auto opened, std::move(written));
    return opened;
  }

  Result<Order> apply(const OrderId& id, const PaymentFact& fact) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) -> Result<Order> {
      TRY(auto order, find_order(connection, id));
      if (!order) return no_such_order();
      TRY(const bool free, could_be_taken_again(connection, *order));
      return carry_out(connection, *order, decide(*order, fact, free, now), encoder_, ids_, now);
    });
  }

  Result<Order> expire(const OrderId& id) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) -> Result<Order> {
      TRY(auto order, find_order(connection, id));
      if (!order) return no_such_order();
      if (order->state != OrderState::pending) return *std::move(order);
      TRY(const Decision decision, expired(*order, now));
      return carry_out(connection, *order, decision, encoder_, ids_, now);
    });
  }

  Result<Order> find(const OrderId& id) const override {
    return database_.read([&](sqlite::Connection& connection) -> Result<Order> {
      TRY(auto order, find_order(connection, id));
      if (!order) return no_such_order();
      return *std::move(order);
    });
  }

  Result<Order> find_by_number(const std::string& number) const override {
    return database_.read([&](sqlite::Connection& connection) -> Result<Order> {
      TRY(const auto id, connection.first<OrderId>("SELECT id FROM orders WHERE number = ?", number));
      if (!id) return no_such_order();
      TRY(auto order, find_order(connection, *id));
      if (!order) return no_such_order();
      return *std::move(order);
    });
  }

  Result<std::vector<Order>> newest(std::optional<OrderId> before, std::int64_t limit) const override {
    return database_.read([&](sqlite::Connection& connection) -> Result<std::vector<Order>> {
      TRY(const auto ids, connection.all<OrderId>("SELECT id FROM orders WHERE id < ? ORDER BY id DESC LIMIT ?",
                                                  before.value_or(kAfterAll), limit));
      return read_orders(connection, ids);
    });
  }

  Result<std::vector<Order>> of_customer(const CustomerId& customer, std::optional<OrderId> before,
                                         std::int64_t limit) const override {
    return database_.read([&](sqlite::Connection& connection) -> Result<std::vector<Order>> {
      TRY(const auto ids,
          connection.all<OrderId>("SELECT id FROM orders WHERE customer_id = ? AND id < ? ORDER BY id DESC LIMIT ?", customer,
                                  before.value_or(kAfterAll), limit));
      return read_orders(connection, ids);
    });
  }

  Result<std::int64_t> claim(const std::string& email, const CustomerId& customer, std::int64_t limit) override {
    if (email.empty()) return 0;  // orders whose customer was forgotten are nobody's
    const Instant now = clock_.now();
    return changed_each(
        [&](sqlite::Connection& connection) {
          return connection.all<OrderId>(
              "SELECT id FROM orders WHERE email_key = ? AND customer_id IS NULL AND erasure_asked_at IS NULL"
              " ORDER BY id LIMIT ?",
              email_key(email), limit);
        },
        [&](Order order) { return claimed(std::move(order), customer, now); });
  }

  Result<std::int64_t> forget_customer(const CustomerId& customer, std::int64_t limit) override {
    const Instant now = clock_.now();
    return changed_each(
        [&](sqlite::Connection& connection) {
          return connection.all<OrderId>("SELECT id FROM orders WHERE customer_id = ? LIMIT ?", customer, limit);
        },
        [now](Order order) { return forgotten(std::move(order), now); });
  }

  Result<std::int64_t> erase_due(Instant now, std::int64_t limit) override {
    // What can have come to its end; souk::erased_if_due decides.
    const auto find = [&](sqlite::Connection& connection) {
      return connection.all<OrderId>(
          "SELECT id FROM orders WHERE erasure_asked_at IS NOT NULL AND (erasure_asked_at <= ? OR"
          " ((state IN ('closed', 'canceled', 'expired') OR fulfillment_state IN ('fulfilled', 'returned')) AND NOT EXISTS"
          " (SELECT 1 FROM payment_attempts WHERE order_id = id AND (state IN ('open', 'authorizing') OR void_due OR refund_due))))"
          " LIMIT ?",
          now - kLongestErasure, limit);
    };
    TRY(const Reader reader, database_.reader());
    TRY(const auto due, find(*reader));
    if (due.empty()) return 0;  // an idle round costs no commit
    return changed_each(find, [now](Order order) { return erased_if_due(std::move(order), now); });
  }

  Result<std::vector<ports::DueOrder>> due(ports::Due kind, Instant until, const std::optional<ports::DueOrder>& after,
                                           std::int64_t limit) const override {
    const ports::DueOrder start = after.value_or(ports::DueOrder{});  // before all that there is
    TRY(const Reader reader, database_.reader());
    TRY(const auto rows, reader->all<Instant, OrderId>(due_sql(kind), until, start.at, start.order, limit));
    std::vector<ports::DueOrder> due;
    due.reserve(rows.size());
    for (const auto& [at, order] : rows) due.push_back({at, order});
    return due;
  }

 private:
  /// Changes each order that `find` names, all in one transaction; returns how many are another now.
  template <class Find, class Change>
  Result<std::int64_t> changed_each(Find find, Change change) {
    return database_.write([&](sqlite::Connection& connection) -> Result<std::int64_t> {
      TRY(const auto ids, find(connection));
      TRY(const auto orders, read_orders(connection, ids));
      std::int64_t changed = 0;
      for (const Order& order : orders) {
        const Order after = change(order);
        if (after == order) continue;
        TRY(update_order(connection, order, after, ids_));
        ++changed;
      }
      return changed;
    });
  }

  Database& database_;
  const ports::Clock& clock_;
  ports::IdSource& ids_;
  const ports::AnswerEncoder& encoder_;
  const ports::SettingsStore& settings_;
  OrderNumbers numbers_;
  const std::chrono::milliseconds hold_lifetime_;
};

}  // namespace

std::unique_ptr<ports::CheckoutLedger> open_checkout_ledger(Database& database, const ports::Clock& clock, ports::IdSource& ids,
                                                            const ports::SettingsStore& settings,
                                                            const ports::AnswerEncoder& encoder,
                                                            std::chrono::milliseconds hold_lifetime) {
  return std::make_unique<SqliteCheckoutLedger>(database, clock, ids, settings, encoder, hold_lifetime);
}

}  // namespace souk::embedded
