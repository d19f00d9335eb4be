#pragma once

#include <string>
#include <vector>

#include "embedded/database.h"

namespace souk::embedded {

/// What SQLite finds wrong with the open database: pages, indexes, foreign keys. Empty: nothing. Reads all of it. Errors:
/// unavailable.
Result<std::vector<std::string>> check_up(const Database& database);

}  // namespace souk::embedded
