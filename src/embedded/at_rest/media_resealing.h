#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "embedded/at_rest/keyring.h"

namespace souk::embedded {

/// Lays every picture of `folder` that still lies as before the last change of the key as the keyring says now, and then notes
/// in the keyring that none is left. What was done stays done when it is broken off: whoever calls it next goes on. Returns how
/// many pictures it laid anew. `go_on`: asked before each; false ends it early. Errors: corrupt (a picture does not open; the
/// others are done), storage_full, unavailable.
Result<std::int64_t> reseal_media(const std::filesystem::path& folder, Keyring& keyring, const std::function<bool()>& go_on);

struct MediaCount {
  std::int64_t all = 0;
  std::int64_t done = 0;  // that lie as the keyring says now
};
/// Errors: unavailable.
Result<MediaCount> count_media(const std::filesystem::path& folder, const AtRest& at_rest);

}  // namespace souk::embedded
