#include "embedded/order_opening.h"

#include <utility>

#include "commerce/order/shortage.h"
#include "embedded/answer_rows.h"
#include "embedded/order_rows.h"
#include "embedded/stock_rows.h"
#include "sqlite/transaction.h"

namespace souk::embedded {

namespace {

/// Whether this refusal would be the same if the request came again.
bool is_final(const Error& error) { return error.code != ErrorCode::version_conflict; }

std::unexpected<Error> lost_order() { return fail(ErrorCode::corrupt, "The shop's storage is damaged", "an order is gone"); }

Result<void> expect_cart(sqlite::Connection& connection, const Checkout& checkout, Instant now) {
  TRY(const auto version,
      connection.first<std::int64_t>("SELECT version FROM carts WHERE id = ? AND expires_at > ?", checkout.cart, now));
  if (version != checkout.cart_version) return fail(ErrorCode::version_conflict, "The cart has changed since it was read");
  return {};
}

/// Takes every need, within what its client may hold; returns those of tracked items.
Result<std::vector<StockNeed>> hold_needs(sqlite::Connection& connection, const Opening& opening) {
  std::vector<StockNeed> tracked;
  for (const StockNeed& need : opening.needs) {
    TRY(const HoldOutcome outcome, hold_stock(connection, need.stock_item, need.quantity));
    if (outcome.hold == Hold::too_few) return std::unexpected(shortage(opening.quote, need.stock_item, outcome.left));
    if (outcome.hold == Hold::taken) tracked.push_back(need);
  }
  if (!opening.checkout.client.empty()) {
    TRY(const OpenHolds open, open_holds_of(connection, opening.checkout.client));
    TRY(check_hold_limits(open, tracked, opening.hold_limits));
  }
  return tracked;
}

Result<Order> place_first(sqlite::Connection& connection, const Opening& opening, ports::IdSource& ids) {
  TRY(const auto tracked, hold_needs(connection, opening));
  Order order = opened(opening.order, opening.number, opening.attempt, opening.checkout, opening.quote, tracked, opening.now,
                       opening.hold_expires_at);
  TRY(insert_order(connection, order, ids));
  return order;
}

/// The cart has a live order: only one whose last attempt failed can be placed once more.
Result<Order> place_again(sqlite::Connection& connection, const Opening& opening, const OrderId& live, ports::IdSource& ids) {
  TRY(const auto before, find_order(connection, live));
  if (!before) return lost_order();
  const auto again = [&](std::span<const StockNeed> tracked) {
    return reopened(*before, opening.attempt, opening.checkout, opening.quote, tracked, opening.now, opening.hold_expires_at);
  };
  TRY(again({}));  // an order that cannot be placed again says so, also when its stock is gone
  TRY(const auto tracked, hold_needs(connection, opening));
  TRY(Order order, again(tracked));
  TRY(update_order(connection, *before, order, ids));
  return order;
}

/// All or nothing: a refusal leaves no trace of what was tried.
Result<ports::Opened> place(sqlite::Connection& connection, const Opening& opening, ports::IdSource& ids) {
  TRY(auto tried, sqlite::Savepoint::open(connection));
  TRY(expect_cart(connection, opening.checkout, opening.now));
  TRY(const auto live, live_order_of(connection, opening.checkout.cart));
  TRY(Order order, live ? place_again(connection, opening, *live, ids) : place_first(connection, opening, ids));
  TRY(store_undecided(connection, opening.key, order.id, order.current_attempt().number, opening.now));
  TRY(tried.keep());
  return ports::Opened{.order = std::move(order), .first = true};
}

Result<ports::Opened> repeated(sqlite::Connection& connection, const OrderId& known) {
  TRY(auto order, find_order(connection, known));
  if (!order) return lost_order();
  return ports::Opened{.order = *std::move(order), .first = false};
}

}  // namespace

Result<Result<ports::Opened>> open_order(sqlite::Connection& connection, const Opening& opening,
                                         const ports::AnswerEncoder& encoder, ports::IdSource& ids) {
  TRY(const auto known, find_answer(connection, opening.key));
  if (known && known->attempt) return repeated(connection, known->attempt->order);
  if (known) {
    return fail(ErrorCode::request_in_progress, "This was refused at the same moment. Repeat the request to get that answer.");
  }
  auto placed = place(connection, opening, ids);
  if (placed) return placed;
  const auto answer = is_final(placed.error()) ? encoder.refused(placed.error()) : std::nullopt;
  if (!answer) return std::unexpected(std::move(placed).error());
  TRY(store_answer(connection, opening.key, *answer, opening.now));
  return placed;
}

}  // namespace souk::embedded
