#include "sqlite/copy.h"

#include <cstring>
#include <string>

#include <sqlite3.h>

#include "sqlite/error.h"
#include "sqlite/raw_key.h"
#include "sqlite/transaction.h"

namespace souk::sqlite {

namespace {

Result<void> copy_pages(sqlite3* from, sqlite3* to) {
  sqlite3_backup* const backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) return std::unexpected(error_of(to, sqlite3_errcode(to)));
  sqlite3_backup_step(backup, -1);  // all of them; what went wrong is told by the end
  const int code = sqlite3_backup_finish(backup);
  if (code != SQLITE_OK) return std::unexpected(error_of(to, code));
  return {};
}

Result<void> copy_into(sqlite3* from, sqlite3* to, std::span<const std::uint8_t> key) {
  if (!key.empty()) {
    std::string raw = raw_key(key);
    const int code = sqlite3_key_v2(to, "main", raw.data(), static_cast<int>(raw.size()));
    explicit_bzero(raw.data(), raw.size());
    if (code != SQLITE_OK) return std::unexpected(error_of(to, code));
  }
  return copy_pages(from, to);
}

}  // namespace

Result<void> copy_database(Connection& from, const std::filesystem::path& to, std::span<const std::uint8_t> key) {
  // The snapshot is held by a transaction of ours: the backup would start again whenever somebody commits.
  TRY(auto snapshot, Transaction::begin(from, Transaction::Kind::read));
  TRY(from.first<std::int64_t>("SELECT count(*) FROM sqlite_schema"));
  sqlite3* copy = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(to.c_str(), &copy, flags, nullptr);
  auto copied = code == SQLITE_OK ? copy_into(from.handle(), copy, key) : std::unexpected(error_of(copy, code));
  sqlite3_close_v2(copy);
  return copied;
}

Result<void> check_database(Connection& connection) {
  TRY(const auto integrity, connection.first<std::string>("PRAGMA integrity_check(1)"));
  if (integrity != "ok") return fail(ErrorCode::corrupt, "The shop's storage is damaged", integrity.value_or("no answer"));
  TRY(const auto orphan, connection.first<std::string>("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"));
  if (orphan) return fail(ErrorCode::corrupt, "The shop's storage is damaged", "a row without its parent in " + *orphan);
  return {};
}

}  // namespace souk::sqlite
