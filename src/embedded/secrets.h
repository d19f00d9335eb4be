#pragma once

#include <filesystem>
#include <memory>

#include "commerce/error/error.h"
#include "ports/id_source.h"
#include "ports/secrets.h"

namespace souk::embedded {

/// The secrets of the shop in `folder`, all from the 32 bytes of DIR/shop.key, which is made from `ids` at the first start
/// (mode 0600). Errors: corrupt (a key file of another size), unavailable, storage_full.
Result<std::unique_ptr<ports::Secrets>> open_secrets(const std::filesystem::path& folder, ports::IdSource& ids);

}  // namespace souk::embedded
