#include "aws/due_index.h"

#include <algorithm>
#include <iterator>

#include "aws/item_fields.h"

namespace souk::aws {

int shard_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return static_cast<int>(hash % kShards);
}

std::string due_of(std::string_view kind, std::string_view text) {
  return std::string(kind) + '#' + std::to_string(shard_of(text));
}

Result<std::vector<Item>> due_entries(const DynamoShop& shop, const DueWanted& wanted) {
  std::vector<Item> found;
  for (int shard = 0; shard < kShards; ++shard) {
    const std::string due = std::string(wanted.kind) + '#' + std::to_string(shard);
    TRY(auto entries, shop.client.query({.table = shop.tables.orders,
                                         .keys = {"#due = :due AND #due_at BETWEEN :from AND :until",
                                                  {{"due", due}, {"from", wanted.from}, {"until", wanted.until}}},
                                         .limit = wanted.most,
                                         .filter = wanted.filter,
                                         .index = "due"}));
    std::ranges::move(entries, std::back_inserter(found));
  }
  std::ranges::stable_sort(found, {}, [](const Item& entry) { return ItemFields(entry).integer("due_at"); });
  return found;
}

}  // namespace souk::aws
