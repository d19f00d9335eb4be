#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include "aws/dynamo_shop.h"

namespace souk::aws {

// Whoever is overtaken reads again and tries three more times. More would only keep a busy item busy: the client comes back
// later.
inline constexpr int kRounds = 4;

/// Reads, decides and writes until it is done. `round()` returns a Result<std::optional<T>>: what it came to, or nullopt when
/// another writer was faster. When the outcome of a write was lost, the next round reads whether it is there; so every round
/// begins by looking for its own write. Errors of its own: unavailable (overtaken too often; nothing was written),
/// commit_unknown.
template <class Round>
auto in_rounds(const DynamoShop& shop, Round round) -> Result<typename std::invoke_result_t<Round&>::value_type::value_type> {
  for (int overtaken = 1;; ++overtaken) {
    auto outcome = round();
    if (outcome && *outcome) return **std::move(outcome);
    const bool lost = !outcome && outcome.error().code == ErrorCode::commit_unknown;
    if (!outcome && !lost) return std::unexpected(std::move(outcome).error());
    if (overtaken == kRounds) {
      if (lost) return std::unexpected(std::move(outcome).error());
      return fail(ErrorCode::unavailable, "Many want the same at this moment. Try again.", "overtaken too often");
    }
    shop.client.pause(overtaken);
  }
}

/// A round that ends with this transaction: `value` if it was committed.
template <class T>
Result<std::optional<T>> committed(const DynamoShop& shop, const std::vector<Action>& actions, T value) {
  TRY(const Transacted transacted, shop.client.transact(actions));
  if (!transacted.committed) return std::nullopt;
  return std::optional<T>(std::move(value));
}

struct Done {};  // the value of a round that has none
inline Result<void> without_value(Result<Done> done) {
  if (!done) return std::unexpected(std::move(done).error());
  return {};
}

}  // namespace souk::aws
