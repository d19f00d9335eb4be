#include "sqlite/row_copy.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "sqlite/error.h"
#include "sqlite/raw_key.h"

namespace souk::sqlite {

namespace {

std::string where_key(const TableShape& table) {
  std::vector<std::string> conditions;
  conditions.reserve(table.key.size());
  for (const std::string& column : table.key) conditions.push_back(column + " = ?");
  return " WHERE " + joined(conditions, " AND ");
}

/// "CREATE UNIQUE INDEX a ON b ..." -> "CREATE UNIQUE INDEX fresh.a ON b ...": SQLite keeps each text in this form.
std::string in_copy(const std::string& type, const std::string& sql) {
  std::string word = " " + type + " ";
  for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string text = sql;
  return text.insert(text.find(word) + word.size(), "fresh.");
}

std::unexpected<Error> differ(const std::string& what) {
  return fail(ErrorCode::corrupt, "The copy of the shop's database is not what it was copied from", what);
}

/// Steps through both to their ends.
Result<bool> same_rows(Statement& one, Statement& other) {
  while (true) {
    TRY(const bool more, one.next());
    TRY(const bool other_more, other.next());
    if (more != other_more) return false;
    if (!more) return true;
    if (!one.has_same_row(other)) return false;
  }
}

}  // namespace

Result<std::unique_ptr<RowCopy>> RowCopy::open(const std::filesystem::path& from, const OpenOptions& options,
                                               const std::filesystem::path& to, std::span<const std::uint8_t> to_key) {
  TRY(auto connection, Connection::open(from, options));
  std::string raw = to_key.empty() ? std::string() : raw_key(to_key);
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size());
  const auto attached = connection->run("ATTACH DATABASE ? AS fresh KEY ?", to.native(), bytes);  // an empty key: not encrypted
  explicit_bzero(raw.data(), raw.size());
  if (!attached) return std::unexpected(attached.error());
  // Rows come with what cascades and triggers once made of them.
  sqlite3_db_config(connection->handle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  TRY(connection->execute("PRAGMA foreign_keys = OFF; PRAGMA fresh.journal_mode = OFF; PRAGMA fresh.synchronous = OFF"));
  std::unique_ptr<RowCopy> copy(new RowCopy(std::move(connection)));
  TRY(copy->tables_, tables_of(*copy->connection_));
  return copy;
}

Result<void> RowCopy::see_now() {
  TRY(connection_->run("BEGIN"));
  TRY(connection_->first<std::int64_t>("SELECT count(*) FROM main.sqlite_schema"));  // a snapshot begins with the first read
  return {};
}

Result<void> RowCopy::commit() {
  TRY(connection_->run("COMMIT"));
  return {};
}

Result<void> RowCopy::make_schema() {
  TRY(const auto parts,
      connection_->all<std::string, std::string>("SELECT type, sql FROM main.sqlite_schema WHERE sql IS NOT NULL"
                                                 " ORDER BY type <> 'table', rowid"));  // indexes and triggers after all tables
  for (const auto& [type, sql] : parts) TRY(connection_->execute(in_copy(type, sql)));
  for (const char* const number : {"application_id", "user_version"}) {
    TRY(const auto value, connection_->first<std::int64_t>(fmt::format("PRAGMA main.{}", number)));
    TRY(connection_->execute(fmt::format("PRAGMA fresh.{} = {}", number, value.value_or(0))));
  }
  return {};
}

Result<std::int64_t> RowCopy::copy_all() {
  TRY(make_schema());
  std::int64_t rows = 0;
  for (const TableShape& table : tables_) {
    const std::string columns = joined(table.columns);
    TRY(const std::int64_t copied,
        connection_->run(fmt::format("INSERT INTO fresh.{0} ({1}) SELECT {1} FROM main.{0}", sql_name(table.name), columns)));
    rows += copied;
  }
  return rows;
}

Result<void> RowCopy::copy(const TouchedRows& rows) {
  // All go before any comes: two rows may have exchanged a value that must be unique.
  for (const TableShape& table : tables_) {
    const auto touched = rows.find(table.name);
    if (touched == rows.end()) continue;
    const std::string sql = "DELETE FROM fresh." + sql_name(table.name) + where_key(table);
    for (const RowKey& key : touched->second) {
      TRY(auto statement, connection_->prepare(sql));
      TRY(statement.bind_all(key));
      TRY(statement.next());
    }
  }
  for (const TableShape& table : tables_) {
    const auto touched = rows.find(table.name);
    if (touched == rows.end()) continue;
    const std::string sql = fmt::format("INSERT INTO fresh.{0} ({1}) SELECT {1} FROM main.{0}{2}", sql_name(table.name),
                                        joined(table.columns), where_key(table));
    for (const RowKey& key : touched->second) {
      TRY(auto statement, connection_->prepare(sql));
      TRY(statement.bind_all(key));
      TRY(statement.next());
    }
  }
  return {};
}

Result<void> RowCopy::compare_schema() {
  static constexpr const char* kParts = "SELECT type, name, tbl_name, sql FROM {}.sqlite_schema ORDER BY type, name";
  TRY(auto original, connection_->query(fmt::format(kParts, "main")));
  TRY(auto copied, connection_->query(fmt::format(kParts, "fresh")));
  TRY(const bool same, same_rows(original, copied));
  return same ? Result<void>{} : differ("the schema");
}

Result<void> RowCopy::compare_all() {
  TRY(compare_schema());
  for (const TableShape& table : tables_) {
    const auto rows_of = [&](const char* schema) {
      return fmt::format("SELECT {} FROM {}.{} ORDER BY {}", joined(table.columns), schema, sql_name(table.name),
                         joined(table.key));
    };
    TRY(auto original, connection_->query(rows_of("main")));
    TRY(auto copied, connection_->query(rows_of("fresh")));
    TRY(const bool same, same_rows(original, copied));
    if (!same) return differ(table.name);
  }
  return {};
}

Result<void> RowCopy::compare(const TouchedRows& rows) {
  for (const TableShape& table : tables_) {
    const auto touched = rows.find(table.name);
    if (touched == rows.end()) continue;
    const auto row_of = [&](const char* schema) {
      return fmt::format("SELECT {} FROM {}.{}{}", joined(table.columns), schema, sql_name(table.name), where_key(table));
    };
    const std::string original_sql = row_of("main");
    const std::string copied_sql = row_of("fresh");
    for (const RowKey& key : touched->second) {
      TRY(auto original, connection_->prepare(original_sql));
      TRY(auto copied, connection_->prepare(copied_sql));
      TRY(original.bind_all(key));
      TRY(copied.bind_all(key));
      TRY(const bool same, same_rows(original, copied));
      if (!same) return differ(table.name);
    }
  }
  return {};
}

Result<void> RowCopy::make_durable() {
  TRY(connection_->execute("PRAGMA fresh.synchronous = FULL"));
  TRY(const auto mode, connection_->first<std::string>("PRAGMA fresh.journal_mode = WAL"));
  if (mode != "wal") return fail(ErrorCode::unavailable, "The shop's storage does not answer", "the copy's journal_mode");
  return {};
}

}  // namespace souk::sqlite
