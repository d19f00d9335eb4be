#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "embedded/at_rest/locked_key.h"

namespace souk::embedded {

/// One file of a backup; its path is relative to the backup and one of ours: souk.db, shop.key, media/<two digits>/<key>.
struct BackedUpFile {
  std::string path;
  std::string hash;  // SHA-256, hexadecimal
};
using Manifest = std::vector<BackedUpFile>;

/// SHA256SUMS, for other tools too, and beside it, with a key, the same sealed: that one is believed. Durable once it returns.
/// Errors: storage_full, unavailable.
Result<void> write_manifest(const std::filesystem::path& backup, const Manifest& manifest, const LockedKey* key = nullptr);
/// `key`: of an encrypted backup. Errors: corrupt (none there, not one of ours, or not sealed with the key), unavailable.
Result<Manifest> read_manifest(const std::filesystem::path& backup, const LockedKey* key = nullptr);

}  // namespace souk::embedded
