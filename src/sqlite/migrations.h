#pragma once

#include <span>
#include <string_view>

#include "sqlite/connection.h"

namespace souk::sqlite {

/// One step of a schema. Steps are only ever appended: a released one never changes.
struct Migration {
  std::string_view name;
  std::string_view sql;
};

/// Brings the schema to the end of `migrations`: each missing step in one transaction together with its number in user_version,
/// so that a crash leaves the old schema or the new one. `application_id` marks the file as ours. Errors: corrupt (another
/// program's file), invalid_state (a newer souk made the schema), and those of Connection.
Result<void> migrate(Connection& connection, std::int64_t application_id, std::span<const Migration> migrations);

/// Whether `migrate` could open this database as it is now; changes nothing. Errors: corrupt, invalid_state as above.
Result<void> check_schema(Connection& connection, std::int64_t application_id, std::span<const Migration> migrations);

}  // namespace souk::sqlite
