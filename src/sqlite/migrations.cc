#include "sqlite/migrations.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "sqlite/transaction.h"

namespace souk::sqlite {

namespace {

Result<std::int64_t> pragma(Connection& connection, std::string_view name) {
  TRY(const auto value, connection.first<std::int64_t>(fmt::format("PRAGMA {}", name)));
  return value.value_or(0);
}

Result<void> check_owner(Connection& connection, std::int64_t application_id) {
  TRY(const std::int64_t found, pragma(connection, "application_id"));
  if (found == application_id) return {};
  TRY(const auto tables, connection.first<std::int64_t>("SELECT count(*) FROM sqlite_schema"));
  if (found == 0 && tables == 0) return {};  // a fresh file
  return fail(ErrorCode::corrupt, "This file is not a souk database", fmt::format("application_id {:#x}", found));
}

}  // namespace

Result<void> check_schema(Connection& connection, std::int64_t application_id, std::span<const Migration> migrations) {
  TRY(check_owner(connection, application_id));
  TRY(const std::int64_t version, pragma(connection, "user_version"));
  if (std::cmp_less_equal(version, migrations.size())) return {};
  return fail(ErrorCode::invalid_state,
              fmt::format("This shop was last opened by a newer souk (schema {}, this program knows {})."
                          " Install that version or restore a backup.",
                          version, migrations.size()));
}

Result<void> migrate(Connection& connection, std::int64_t application_id, std::span<const Migration> migrations) {
  TRY(check_schema(connection, application_id, migrations));
  TRY(const std::int64_t version, pragma(connection, "user_version"));
  for (auto step = static_cast<std::size_t>(version); step < migrations.size(); ++step) {
    TRY(Transaction transaction, Transaction::begin(connection, Transaction::Kind::write));
    TRY(connection.execute(std::string(migrations[step].sql)));
    TRY(connection.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, step + 1)));
    TRY(transaction.commit());
  }
  return {};
}

}  // namespace souk::sqlite
