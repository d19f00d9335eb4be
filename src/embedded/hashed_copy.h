#pragma once

#include <filesystem>

#include "commerce/error/error.h"
#include "embedded/sha256.h"

namespace souk::embedded {

/// Copies a file of any size, readable by the owner alone, and tells what was copied. Not durable until sync_filesystem.
/// Errors: not_found, storage_full, unavailable (also when `to` is there already).
Result<Sha256> copy_hashed(const std::filesystem::path& from, const std::filesystem::path& to);
/// Errors: not_found, unavailable.
Result<Sha256> hash_file(const std::filesystem::path& file);
/// Everything written so far to the filesystem of `folder` is durable: one wait for many files. Errors: storage_full,
/// unavailable.
Result<void> sync_filesystem(const std::filesystem::path& folder);

}  // namespace souk::embedded
