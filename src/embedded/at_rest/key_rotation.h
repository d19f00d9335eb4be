#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "commerce/text/names.h"
#include "embedded/at_rest/master_key.h"
#include "embedded/database.h"

namespace souk::embedded {

/// What has just come to its end. Up to `compared` the shop is under its old key, from `committed` on under the new one.
enum class RotationStep { begun, copied, caught_up, compared, paused, committed, switched, resealed };
struct RotationReport {
  std::int64_t rows = 0;               // copied from the snapshot
  std::int64_t replayed = 0;           // of them, and new ones, that were written meanwhile
  std::chrono::microseconds pause{0};  // in which nobody could write
  std::int64_t pictures = 0;           // sealed anew
};

struct RotationOptions {
  std::function<void(RotationStep)> at_step{};  // told after each; for whoever shows progress, and for tests that end there
  std::function<bool()> go_on = [] { return true; };  // false: broken off before the key has changed
};

/// Puts the shop under another master key, or under none (null), while it goes on selling: the database is copied under the new
/// key from one snapshot, rows written meanwhile are copied again until few are left, both are compared, and in a pause of the
/// writers the last rows follow and the shop goes on in the copy. Then the pictures. docs/decisions/0007-key-rotation.md tells
/// why so. Ended at any point, the shop opens under exactly one of the two keys and has all it acknowledged. Errors:
/// invalid_state (a backup or another change of the key is under way; the shop has this key already; broken off), overloaded
/// (more is written than can be copied), corrupt (a comparison failed: the shop stays as it is), storage_full, unavailable.
Result<RotationReport> rotate_key(Database& database, const MasterKey* new_key, const RotationOptions& options = {});

}  // namespace souk::embedded

template <>
inline constexpr auto souk::kNames<souk::embedded::RotationStep> =
    souk::names({"begun", "copied", "caught_up", "compared", "paused", "committed", "switched", "resealed"});
