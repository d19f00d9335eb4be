#pragma once

#include <filesystem>
#include <memory>

#include "commerce/error/error.h"
#include "ports/id_source.h"
#include "ports/signer.h"

namespace souk::embedded {

/// Signs with the 32 bytes in `key_file`, made from `ids` at the first start (mode 0600).
/// Errors: corrupt (a key file of another size), unavailable, storage_full.
Result<std::unique_ptr<ports::Signer>> open_signer(const std::filesystem::path& key_file, ports::IdSource& ids);

}  // namespace souk::embedded
