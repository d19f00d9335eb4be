#pragma once

#include <filesystem>
#include <memory>

#include "ports/media_store.h"

namespace souk::embedded {

/// Files under `folder`/<first two digits>/<key>, made when missing.
std::unique_ptr<ports::MediaStore> open_media_store(const std::filesystem::path& folder);

}  // namespace souk::embedded
