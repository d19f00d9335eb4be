#include "embedded/checkout_ledger.h"

#include <algorithm>
#include <string>
#include <utility>

#include "commerce/order/shortage.h"
#include "embedded/answer_rows.h"
#include "embedded/order_numbers.h"
#include "embedded/order_rows.h"
#include "embedded/outbox.h"
#include "embedded/stock_rows.h"
#include "records/records.h"
#include "sqlite/transaction.h"

namespace souk::embedded {

namespace {

std::unexpected<Error> no_such_order() { return fail(ErrorCode::not_found, "There is no such order"); }

/// Whether this refusal would be the same if the request came again.
bool is_final(const Error& error) { return error.code != ErrorCode::version_conflict; }

Result<std::optional<OrderId>> live_order_of(sqlite::Connection& connection, const CartId& cart) {
  return connection.first<OrderId>("SELECT id FROM orders WHERE cart_id = ? AND state NOT IN ('expired', 'canceled')", cart);
}

/// What one call knows, beside the order itself.
struct Placing {
  const ports::IdempotencyKey& key;
  const Checkout& checkout;
  const Quote& quote;
  const std::vector<StockNeed>& needs;
  const std::string& number;  // for a new order
  OrderId id;                 // for a new order
  AttemptId attempt;
  Instant now;
  Instant hold_expires_at;
};

class SqliteCheckoutLedger final : public ports::CheckoutLedger {
 public:
  SqliteCheckoutLedger(Database& database, const ports::Clock& clock, ports::IdSource& ids,
                       const ports::SettingsStore& settings, const ports::AnswerEncoder& encoder,
                       std::chrono::milliseconds hold_lifetime)
      : database_(database),
        clock_(clock),
        ids_(ids),
        encoder_(encoder),
        numbers_(database, settings),
        hold_lifetime_(hold_lifetime) {}

  Result<ports::Opened> open(const ports::IdempotencyKey& key, const Checkout& checkout, const Quote& quote) override {
    TRY(const auto needs, stock_needs(quote.lines));
    TRY(const std::string number, numbers_.next());
    const Instant now = clock_.now();
    const Placing placing{.key = key,
                          .checkout = checkout,
                          .quote = quote,
                          .needs = needs,
                          .number = number,
                          .id = ids_.fresh<OrderId>(),
                          .attempt = ids_.fresh<AttemptId>(),
                          .now = now,
                          .hold_expires_at = now + hold_lifetime_};
    // Two layers: an outer error wrote nothing, an inner one is a refusal that was stored as the key's answer.
    TRY(auto outcome, database_.write([&](sqlite::Connection& connection) { return open_once(connection, placing); }));
    return outcome;
  }

  Result<Order> apply(const OrderId& id, const PaymentFact& fact) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) -> Result<Order> {
      TRY(auto order, find_order(connection, id));
      if (!order) return no_such_order();
      TRY(const bool free, could_be_taken_again(connection, *order));
      return carry_out(connection, *order, decide(*order, fact, free, now), now);
    });
  }

  Result<Order> expire(const OrderId& id) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) -> Result<Order> {
      TRY(auto order, find_order(connection, id));
      if (!order) return no_such_order();
      if (order->state != OrderState::pending) return *std::move(order);
      TRY(const Decision decision, expired(*order, now));
      return carry_out(connection, *order, decision, now);
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
    OrderId after_all;
    after_all.bytes.fill(0xff);
    return database_.read([&](sqlite::Connection& connection) -> Result<std::vector<Order>> {
      TRY(const auto ids, connection.all<OrderId>("SELECT id FROM orders WHERE id < ? ORDER BY id DESC LIMIT ?",
                                                  before.value_or(after_all), limit));
      std::vector<Order> orders;
      for (const OrderId& id : ids) {
        TRY(auto order, find_order(connection, id));
        if (order) orders.push_back(*std::move(order));
      }
      return orders;
    });
  }

  Result<std::vector<OrderId>> undecided_since(Instant before, std::int64_t limit) const override {
    TRY(const Reader reader, database_.reader());
    return reader->all<OrderId>(
        "SELECT order_id FROM payment_attempts WHERE state IN ('open', 'authorizing') AND created_at < ?"
        " ORDER BY created_at LIMIT ?",
        before, limit);
  }

  Result<std::vector<OrderId>> holds_lapsed(Instant now, std::int64_t limit) const override {
    TRY(const Reader reader, database_.reader());
    return reader->all<OrderId>(
        "SELECT id FROM orders WHERE state = 'pending' AND hold_expires_at <= ? ORDER BY hold_expires_at LIMIT ?", now, limit);
  }

  Result<std::vector<OrderId>> money_to_give_back(std::int64_t limit) const override {
    TRY(const Reader reader, database_.reader());
    return reader->all<OrderId>(
        "SELECT DISTINCT order_id FROM payment_attempts WHERE void_due = 1 OR refund_due = 1 ORDER BY order_id LIMIT ?", limit);
  }

 private:
  using Placed = Result<ports::Opened>;

  Result<Placed> open_once(sqlite::Connection& connection, const Placing& placing) const {
    TRY(const auto known, find_answer(connection, placing.key));
    if (known) return repeated(connection, *known);
    auto placed = place(connection, placing);
    if (placed) return placed;
    const auto answer = is_final(placed.error()) ? encoder_.refused(placed.error()) : std::nullopt;
    if (!answer) return std::unexpected(std::move(placed).error());
    TRY(store_answer(connection, placing.key, *answer, placing.now));
    return placed;
  }

  static Result<Placed> repeated(sqlite::Connection& connection, const AnswerRow& known) {
    if (!known.order)
      return fail(ErrorCode::request_in_progress,
                  "This was refused at the same moment. Repeat the request to get that answer.");
    TRY(auto order, find_order(connection, *known.order));
    if (!order) return no_such_order();
    return Placed(ports::Opened{.order = *std::move(order), .first = false});
  }

  /// All or nothing: a refusal leaves no trace of the attempt.
  Placed place(sqlite::Connection& connection, const Placing& placing) const {
    TRY(auto attempt, sqlite::Savepoint::open(connection));
    TRY(expect_cart(connection, placing.checkout, placing.now));
    TRY(Order order, place_order(connection, placing));
    TRY(store_undecided(connection, placing.key, order.id, order.current_attempt().number, placing.now));
    TRY(attempt.keep());
    return ports::Opened{.order = std::move(order), .first = true};
  }

  static Result<void> expect_cart(sqlite::Connection& connection, const Checkout& checkout, Instant now) {
    TRY(const auto version,
        connection.first<std::int64_t>("SELECT version FROM carts WHERE id = ? AND expires_at > ?", checkout.cart, now));
    if (version != checkout.cart_version) return fail(ErrorCode::version_conflict, "The cart has changed since it was read");
    return {};
  }

  Result<Order> place_order(sqlite::Connection& connection, const Placing& placing) const {
    TRY(const auto live, live_order_of(connection, placing.checkout.cart));
    if (live) return place_again(connection, placing, *live);
    TRY(const auto tracked, hold_needs(connection, placing));
    Order order = opened(placing.id, placing.number, placing.attempt, placing.checkout, placing.quote, tracked, placing.now,
                         placing.hold_expires_at);
    TRY(insert_order(connection, order));
    TRY(append_event_of(connection, order, order.history.back()));
    return order;
  }

  /// The cart has a live order: only one whose last attempt failed can be placed once more.
  Result<Order> place_again(sqlite::Connection& connection, const Placing& placing, const OrderId& live) const {
    TRY(const auto before, find_order(connection, live));
    if (!before) return no_such_order();
    TRY(reopened(*before, placing.attempt, placing.checkout, placing.quote, {}, placing.now,
                 placing.hold_expires_at));  // whether it can be at all
    TRY(const auto tracked, hold_needs(connection, placing));
    TRY(Order order,
        reopened(*before, placing.attempt, placing.checkout, placing.quote, tracked, placing.now, placing.hold_expires_at));
    TRY(update_order(connection, *before, order));
    TRY(append_event_of(connection, order, order.history.back()));
    return order;
  }

  /// Takes every need; returns those of tracked items.
  static Result<std::vector<StockNeed>> hold_needs(sqlite::Connection& connection, const Placing& placing) {
    std::vector<StockNeed> tracked;
    for (const StockNeed& need : placing.needs) {
      TRY(const HoldOutcome outcome, hold_stock(connection, need.stock_item, need.quantity));
      if (outcome.hold == Hold::too_few) return std::unexpected(shortage(placing.quote, need.stock_item, outcome.left));
      if (outcome.hold == Hold::taken) tracked.push_back(need);
    }
    return tracked;
  }

  /// Whether a success that comes now could still have what the order once held (souk::decide's `stock_is_free`).
  static Result<bool> could_be_taken_again(sqlite::Connection& connection, const Order& order) {
    TRY(const auto live, live_order_of(connection, order.cart));
    if (live && *live != order.id) return false;
    for (const Reservation& reservation : order.reservations) {
      if (reservation.state != HoldState::released) continue;
      TRY(const auto item, find_stock(connection, reservation.stock_item));
      if (!item || !item->covers(reservation.quantity)) return false;
    }
    return true;
  }

  /// Writes a decision of T2 with all that goes with it.
  Result<Order> carry_out(sqlite::Connection& connection, const Order& before, const Decision& decision, Instant now) const {
    if (!decision.changed) return before;
    const Order& after = decision.order;
    for (const Reservation& reservation : before.reservations)
      TRY(move_stock(connection, decision.stock, after.id, reservation, now));
    TRY(update_order(connection, before, after));
    for (const HistoryEntry& step : after.history) {
      if (step.version > before.version) TRY(append_event_of(connection, after, step));
    }
    if (before.undecided() && !after.undecided()) {
      if (const auto answer = encoder_.order_placed(after))
        TRY(answer_attempt(connection, after.id, after.current_attempt().number, *answer));
    }
    return after;
  }

  Result<void> move_stock(sqlite::Connection& connection, StockStep step, const OrderId& order, const Reservation& reservation,
                          Instant now) const {
    const auto sell = [&] {
      return sell_held_stock(connection, {.id = ids_.fresh<MovementId>(),
                                          .stock_item = reservation.stock_item,
                                          .delta = -reservation.quantity,
                                          .reason = MovementReason::sold,
                                          .reference = order.text(),
                                          .at = now});
    };
    const bool held = reservation.state == HoldState::held;
    switch (step) {
      case StockStep::none: return {};
      case StockStep::commit: return held ? sell() : Result<void>{};
      case StockStep::release:
        return held ? release_stock(connection, reservation.stock_item, reservation.quantity) : Result<void>{};
      case StockStep::take_commit: {
        if (reservation.state != HoldState::released) return {};
        TRY(const HoldOutcome outcome, hold_stock(connection, reservation.stock_item, reservation.quantity));
        return outcome.hold == Hold::taken ? sell() : Result<void>{};
      }
    }
    std::unreachable();
  }

  /// Each step has one event, which reports the order as that step left it.
  Result<void> append_event_of(sqlite::Connection& connection, Order order, const HistoryEntry& step) const {
    order.version = step.version;
    order.state = step.state;
    order.payment_state = step.payment_state;
    order.fulfillment_state = step.fulfillment_state;
    return append_event(connection, {.id = ids_.fresh<EventId>(),
                                     .type = step.event(),
                                     .aggregate = order.id.text(),
                                     .aggregate_version = step.version,
                                     .at = step.at,
                                     .data = records::order_event_data(order)});
  }

  Database& database_;
  const ports::Clock& clock_;
  ports::IdSource& ids_;
  const ports::AnswerEncoder& encoder_;
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
