#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/content_coding.h"

namespace souk::http {

/// An answer to a public read as it is sent.
struct FinishedAnswer {
  std::string content_type;
  std::string cache_control;
  std::string security_policy;  // Content-Security-Policy, for pages
  std::string etag;
  Coding coding = Coding::identity;
  std::string body;
};
// Owned by the cache and by every answer on its way out.
using SharedAnswer = std::shared_ptr<const FinishedAnswer>;

/// Public answers by canonical target and coding. An answer is served only while the version of what it was made from is the
/// one it was made at, so the version has to be read before the making. Bounded in bytes; the longest unused goes first.
/// Thread-safe.
class ResponseCache {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit ResponseCache(std::size_t limit_bytes);

  /// nullptr when it is not there.
  SharedAnswer find(std::string_view target, Coding coding, std::int64_t version, Time now);
  /// Whether `find` would have it, in whichever coding.
  bool holds(std::string_view target, std::int64_t version, Time now);
  /// Replaces what is there. What is larger than a shard's share is not kept.
  void put(std::string_view target, SharedAnswer answer, std::int64_t version, Time until);

  std::size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    SharedAnswer answer;
    std::int64_t version;
    Time until;
    std::size_t bytes;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  /// One sixteenth of the keys: two threads seldom want the same lock.
  struct Shard {
    mutable std::mutex mutex;  // guards the rest; held for a look-up, never while anything is computed
    std::list<Entry> by_use;   // latest first
    std::unordered_map<std::string_view, std::list<Entry>::iterator, Hash, std::equal_to<>> by_key;  // views into the entries
    std::size_t bytes = 0;

    void drop(std::list<Entry>::iterator entry);
  };
  static constexpr std::size_t kShards = 16;

  Shard& shard_of(std::string_view key);

  std::size_t shard_limit_;
  std::array<Shard, kShards> shards_;
};

}  // namespace souk::http
