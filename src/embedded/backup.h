#pragma once

#include <cstdint>
#include <filesystem>

#include "embedded/database.h"

namespace souk::embedded {

struct BackupReport {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};

/// Copies the shop, as it is at one instant, into `target` while it goes on selling: the database, the pictures, the root of
/// its secrets. Of an encrypted shop every file is sealed with the key for backups, and so is the list of them. The file
/// SHA256SUMS is written last, so that a backup that did not end cannot be taken for one that did; `sha256sum --check
/// SHA256SUMS` verifies it too, without the key. Errors: invalid_state (`target` is not empty), corrupt (a picture),
/// storage_full, unavailable.
Result<BackupReport> back_up(const Database& database, const std::filesystem::path& target);

/// Makes the shop's folder `target` from a backup and verifies all of it: every hash, the database's integrity, that this
/// program knows its schema. `key`: that the shop had when it was backed up; null for none. On any error nothing is left.
/// Errors: invalid_state (`target` is not empty; a newer souk made the backup; a key for a backup that is not encrypted),
/// key_rejected, corrupt (also a backup that did not end), storage_full, unavailable.
Result<BackupReport> restore(const std::filesystem::path& backup, const std::filesystem::path& target,
                             const MasterKey* key = nullptr);

}  // namespace souk::embedded
