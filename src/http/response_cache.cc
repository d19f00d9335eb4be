#include "http/response_cache.h"

#include <utility>

namespace souk::http {
namespace {

// What an entry costs beside its texts: list and map nodes, the shared count.
constexpr std::size_t kEntryOverhead = 256;

std::string key_of(std::string_view target, Coding coding) {
  std::string key;
  key.reserve(target.size() + 1);
  key += static_cast<char>('0' + static_cast<int>(coding));  // no target begins with a digit
  key += target;
  return key;
}

}  // namespace

ResponseCache::ResponseCache(std::size_t limit_bytes) : shard_limit_(limit_bytes / kShards) {}

ResponseCache::Shard& ResponseCache::shard_of(std::string_view key) { return shards_[Hash{}(key) % kShards]; }

void ResponseCache::Shard::drop(std::list<Entry>::iterator entry) {
  bytes -= entry->bytes;
  by_key.erase(entry->key);
  by_use.erase(entry);
}

SharedAnswer ResponseCache::find(std::string_view target, Coding coding, std::int64_t version, Time now) {
  const std::string key = key_of(target, coding);
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_key.find(key);
  if (found == shard.by_key.end()) return nullptr;
  const auto entry = found->second;
  if (entry->version != version || entry->until <= now) return nullptr;
  shard.by_use.splice(shard.by_use.begin(), shard.by_use, entry);
  return entry->answer;
}

bool ResponseCache::holds(std::string_view target, std::int64_t version, Time now) {
  for (const Coding coding : {Coding::identity, Coding::brotli, Coding::gzip}) {
    const std::string key = key_of(target, coding);
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.by_key.find(key);
    if (found != shard.by_key.end() && found->second->version == version && found->second->until > now) return true;
  }
  return false;
}

void ResponseCache::put(std::string_view target, SharedAnswer answer, std::int64_t version, Time until) {
  std::string key = key_of(target, answer->coding);
  const std::size_t bytes = answer->body.size() + 2 * key.size() + kEntryOverhead;
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (const auto old = shard.by_key.find(key); old != shard.by_key.end()) {
    if (old->second->version > version) return;  // made from an older state than what is there
    shard.drop(old->second);
  }
  if (bytes > shard_limit_) return;
  while (shard.bytes + bytes > shard_limit_) shard.drop(std::prev(shard.by_use.end()));
  shard.by_use.push_front({std::move(key), std::move(answer), version, until, bytes});
  shard.by_key.emplace(shard.by_use.front().key, shard.by_use.begin());
  shard.bytes += bytes;
}

std::size_t ResponseCache::bytes() const {
  std::size_t sum = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    sum += shard.bytes;
  }
  return sum;
}

}  // namespace souk::http
