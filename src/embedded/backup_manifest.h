#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "embedded/sha256.h"

namespace souk::embedded {

/// One file of a backup; its path is relative to the backup and one of ours: souk.db, shop.key, media/<two digits>/<key>.
struct BackedUpFile {
  std::string path;
  std::string hash;  // SHA-256, hexadecimal
};
using Manifest = std::vector<BackedUpFile>;

/// Durable once it returns. Errors: storage_full, unavailable.
Result<void> write_manifest(const std::filesystem::path& backup, const Manifest& manifest);
/// Errors: corrupt (none there, or not one of ours), unavailable.
Result<Manifest> read_manifest(const std::filesystem::path& backup);

}  // namespace souk::embedded
