#pragma once

#include <filesystem>
#include <memory>

#include "embedded/at_rest/keyring.h"
#include "ports/media_store.h"

namespace souk::embedded {

/// Files under `folder`/<first two digits>/<key>, made when missing. Sealed when the keyring's shop is encrypted; what lies
/// there as before the last change of the key is read as well. Plain bytes are in memory alone. `keyring`: null for a store
/// that is never encrypted.
std::unique_ptr<ports::MediaStore> open_media_store(const std::filesystem::path& folder, const Keyring* keyring = nullptr);

}  // namespace souk::embedded
