#include "usecases/due_orders.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace souk::usecases {
namespace {

// Rounds come every 15 to 60 s; one that meets a hanging provider may take as long as the slowest pause between two.
constexpr std::chrono::seconds kRoundTime{60};

}  // namespace

Result<std::int64_t> settle_due_orders(std::vector<OrderId> due, const ports::Clock& clock,
                                       const std::function<Result<bool>(const OrderId&)>& settle) {
  if (due.empty()) return 0;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
  std::ranges::rotate(due, due.begin() + seconds % static_cast<std::int64_t>(due.size()));

  const auto deadline = clock.steady() + kRoundTime;
  std::optional<Error> first_error;
  std::int64_t settled = 0;
  for (const OrderId& order : due) {
    if (clock.steady() >= deadline) break;
    const auto done = settle(order);
    if (!done && !first_error) first_error = done.error();
    if (done && *done) ++settled;
  }
  if (first_error) return std::unexpected(*std::move(first_error));
  return settled;
}

}  // namespace souk::usecases
