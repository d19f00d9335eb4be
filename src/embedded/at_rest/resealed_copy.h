#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "embedded/at_rest/locked_key.h"
#include "embedded/sha256.h"

namespace souk::embedded {

/// A file as it lies somewhere: sealed, if so, with one of these keys, under this context.
struct StoredFile {
  std::filesystem::path path;
  std::vector<const LockedKey*> keys{};
  std::string context{};
};

struct CopiedFile {
  Sha256 content;  // of the plain bytes
  Sha256 stored;   // of the copy as it lies there
  std::int64_t bytes = 0;
  bool was_sealed = false;
};

/// Copies a file of any size, piece by piece, readable by the owner alone: sealed with the first key of `to`, plain if it has
/// none. Not durable until sync_filesystem. Errors: not_found, corrupt, storage_full, unavailable (also when `to` is there
/// already).
Result<CopiedFile> copy_resealed(const StoredFile& from, const StoredFile& to);

/// Of the bytes as they lie there. Errors: not_found, unavailable.
Result<Sha256> hash_file(const std::filesystem::path& file);
/// Everything written so far to the filesystem of `folder` is durable: one wait for many files. Errors: storage_full,
/// unavailable.
Result<void> sync_filesystem(const std::filesystem::path& folder);

}  // namespace souk::embedded
