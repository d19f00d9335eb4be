#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "sqlite/connection.h"

namespace souk::sqlite {

/// Copies the database as `from` sees it at one instant into the new file `to`, while others go on writing it. Until it ends,
/// their log cannot start anew, so it grows. `key`: of both, empty if neither is encrypted. Errors: those of Connection.
Result<void> copy_database(Connection& from, const std::filesystem::path& to, std::span<const std::uint8_t> key = {});

/// Reads every page and every index. Errors: corrupt, naming what is wrong in the cause; those of Connection.
Result<void> check_database(Connection& connection);

}  // namespace souk::sqlite
