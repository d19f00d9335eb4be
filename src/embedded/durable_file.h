#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk::embedded {

/// Writes `bytes` to `path` so that a crash leaves the old file, or none, or all of the new one: temporary file, fsync, rename,
/// fsync of the folder. Readable by the owner alone. Errors: storage_full, unavailable.
Result<void> write_durably(const std::filesystem::path& path, std::string_view bytes);
/// Makes the folder, durably, if it is not there. Errors as above.
Result<void> make_folder_durably(const std::filesystem::path& folder);
/// What was renamed into the folder is there after a power cut too. Errors as above.
Result<void> sync_folder(const std::filesystem::path& folder);
/// Errors: not_found, payload_too_large (beyond `limit` bytes), unavailable.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

}  // namespace souk::embedded
