#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "aws/dynamo_shop.h"

/// Work that is due, and what grows old: the sparse index `due` of the table Orders. An item is in it while it has the
/// attributes `due` and `due_at`.
namespace souk::aws {

// Enough that no partition of the index sees more than an eighth of all checkouts.
inline constexpr int kShards = 8;

/// The same for the same text, ever.
int shard_of(std::string_view text);

/// What `due` holds: "order#5".
std::string due_of(std::string_view kind, std::string_view text);

/// Which entries of the index are wanted.
struct DueWanted {
  std::string_view kind;  // "order"
  Instant from{};         // due_at, both inclusive
  Instant until{};
  Condition filter{};
  std::int64_t most = 0;  // of each shard
};
/// By due_at. An entry may lag behind its item, so whoever acts on it checks again.
Result<std::vector<Item>> due_entries(const DynamoShop& shop, const DueWanted& wanted);

}  // namespace souk::aws
