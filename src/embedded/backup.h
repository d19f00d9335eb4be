#pragma once

#include <cstdint>
#include <filesystem>

#include "embedded/database.h"

namespace souk::embedded {

struct BackupReport {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};

/// Copies the shop, as it is at one instant, into `target` while it goes on selling: the database, the pictures, the key that
/// order tokens are signed with. The file SHA256SUMS is written last, so that a backup that did not end cannot be taken for one
/// that did; `sha256sum --check SHA256SUMS` verifies it too. Errors: invalid_state (`target` is not empty), storage_full,
/// unavailable.
Result<BackupReport> back_up(const Database& database, const std::filesystem::path& target);

/// Makes the shop's folder `target` from a backup and verifies all of it: every hash, the database's integrity, that this
/// program knows its schema. On any error nothing is left. Errors: invalid_state (`target` is not empty; a newer souk made the
/// backup), corrupt (also a backup that did not end), storage_full, unavailable.
Result<BackupReport> restore(const std::filesystem::path& backup, const std::filesystem::path& target);

}  // namespace souk::embedded
