#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"

namespace souk {

enum class StockPolicy { untracked, deny, backorder };
template <>
inline constexpr auto kNames<StockPolicy> = names({"untracked", "deny", "backorder"});

/// One thing on a shelf. `deny`: 0 ≤ reserved ≤ on_hand always. `backorder`: on_hand − reserved may be negative, the shortfall
/// is shown. `untracked`: no counter at all, on_hand and reserved stay 0.
struct StockItem {
  StockItemId id;
  StockPolicy policy = StockPolicy::untracked;
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;             // held by undecided checkouts
  std::int64_t low_stock_threshold = 0;  // 0: no alert
  std::int64_t version = 0;
  friend bool operator==(const StockItem&, const StockItem&) = default;

  bool available() const { return policy != StockPolicy::deny || on_hand - reserved > 0; }
  /// Whether `quantity` more can be promised now.
  bool covers(std::int64_t quantity) const { return policy != StockPolicy::deny || on_hand - reserved >= quantity; }
  std::int64_t shortfall() const { return on_hand < reserved ? reserved - on_hand : 0; }
};

enum class MovementReason { received, adjusted, imported, sold, restocked };
template <>
inline constexpr auto kNames<MovementReason> = names({"received", "adjusted", "imported", "sold", "restocked"});

/// Append-only: on_hand(s) = Σ delta(s), always.
struct Movement {
  MovementId id;
  StockItemId stock_item;
  std::int64_t delta = 0;
  MovementReason reason = MovementReason::adjusted;
  std::string reference;  // order id, import run, or the note of the person who counted
  Instant at{};
  friend bool operator==(const Movement&, const Movement&) = default;
};

inline constexpr std::int64_t kMaxStock = 1'000'000'000;  // far beyond any shelf, and sums stay in 64 bits

/// `item` with `delta` more on hand. Errors: invalid_state (untracked items have no counter), validation_failed (below what is
/// reserved for `deny`, beyond ±kMaxStock).
Result<StockItem> adjusted(StockItem item, std::int64_t delta);
/// `item` under another policy. To `untracked` only with nothing reserved; `deny` needs on_hand ≥ reserved. Errors:
/// invalid_state. Going to `untracked` empties the counter: `*written_off` is the delta that the movement must record (0 for
/// every other change; may be null).
Result<StockItem> with_policy(StockItem item, StockPolicy policy, std::int64_t* written_off);

}  // namespace souk
