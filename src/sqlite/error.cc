#include "sqlite/error.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace souk::sqlite {

namespace {

std::pair<ErrorCode, const char*> meaning(int result_code) {
  switch (result_code & 0xff) {  // the low byte is the kind, the rest says where
    case SQLITE_FULL: return {ErrorCode::storage_full, "The shop has no room left to store this"};
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL: return {ErrorCode::unavailable, "The shop's storage does not answer"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {ErrorCode::corrupt, "The shop's storage is damaged"};
    default: return {ErrorCode::internal, "Something went wrong in the shop"};
  }
}

}  // namespace

Error error_of(sqlite3* connection, int result_code) {
  const auto [code, detail] = meaning(result_code);
  const char* message = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(result_code);
  return Error{code, detail, fmt::format("SQLite {}: {}", result_code, message)};
}

}  // namespace souk::sqlite
