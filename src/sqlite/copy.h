#pragma once

#include <filesystem>

#include "sqlite/connection.h"

namespace souk::sqlite {

/// Copies the database as `from` sees it at one instant into the new file `to`, while others go on writing it. Until it ends,
/// their log cannot start anew, so it grows. Errors: those of Connection.
Result<void> copy_database(Connection& from, const std::filesystem::path& to);

/// Reads every page and every index. Errors: corrupt, naming what is wrong in the cause; those of Connection.
Result<void> check_database(Connection& connection);

}  // namespace souk::sqlite
