#include "usecases/due_orders.h"

#include <chrono>

namespace souk::usecases {
namespace {

constexpr std::int64_t kPage = 100;
// Rounds come every 15 to 60 s; one that meets a hanging provider may take as long as the slowest pause between two.
constexpr std::chrono::seconds kRoundTime{60};

void try_one(DueRound& round, const OrderId& order, const DueOrders::Settle& settle) {
  ++round.found;
  auto done = settle(order);
  if (done) {
    round.settled += *done ? 1 : 0;
    return;
  }
  ++round.failed;
  if (round.first_error) return;
  round.first_error = std::move(done).error();
  round.first_error->cause.insert(0, order.text() + ": ");
}

}  // namespace

Result<DueRound> DueOrders::round(Instant until, const Settle& settle) {
  const auto deadline = clock_.steady() + kRoundTime;
  const std::optional<ports::DueOrder> begun_behind = last_;
  bool from_the_front = !begun_behind;
  DueRound round;
  for (;;) {
    TRY(const auto page, ledger_.due(kind_, until, last_, kPage));
    for (const ports::DueOrder& due : page) {
      if (clock_.steady() >= deadline) return round;
      if (from_the_front && begun_behind && due > *begun_behind) return round;  // once around
      try_one(round, due.order, settle);
      last_ = due;
    }
    if (std::ssize(page) == kPage) continue;
    last_.reset();
    if (from_the_front) return round;
    from_the_front = true;
  }
}

}  // namespace souk::usecases
