#include "sqlite/statement.h"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "sqlite/connection.h"
#include "sqlite/error.h"

namespace souk::sqlite {

Statement::Statement(Connection& connection, Prepared& cached) : connection_(&connection), prepared_(&cached) {
  cached.in_use = true;
}

Statement::Statement(Connection& connection, std::unique_ptr<Prepared> temporary)
    : connection_(&connection), prepared_(temporary.get()), temporary_(std::move(temporary)) {}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_),
      prepared_(std::exchange(other.prepared_, nullptr)),
      temporary_(std::move(other.temporary_)) {}

Statement::~Statement() {
  if (prepared_ == nullptr) return;
  if (temporary_) {
    sqlite3_finalize(prepared_->handle);
    return;
  }
  sqlite3_reset(prepared_->handle);           // gives the read lock back; its result was reported by next()
  sqlite3_clear_bindings(prepared_->handle);  // a kept statement keeps nobody's data
  prepared_->in_use = false;
}

Result<bool> Statement::next() {
  TRY(connection_->check_guard(prepared_->handle));
  switch (const int code = sqlite3_step(prepared_->handle); code) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default: return std::unexpected(connection_->failed_with(code));
  }
}

bool Statement::writes() const { return sqlite3_stmt_readonly(prepared_->handle) == 0; }

std::string_view Statement::text(int index) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(prepared_->handle, index));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_->handle, index))};
}

std::span<const std::uint8_t> Statement::blob(int index) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(prepared_->handle, index));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_->handle, index))};
}

std::int64_t Statement::integer(int index) const { return sqlite3_column_int64(prepared_->handle, index); }

double Statement::real(int index) const { return sqlite3_column_double(prepared_->handle, index); }

bool Statement::is_null(int index) const { return sqlite3_column_type(prepared_->handle, index) == SQLITE_NULL; }

bool Statement::has_same_row(const Statement& other) const {
  const int columns = sqlite3_column_count(prepared_->handle);
  if (columns != sqlite3_column_count(other.prepared_->handle)) return false;
  for (int i = 0; i < columns; ++i) {
    const int type = sqlite3_column_type(prepared_->handle, i);
    if (type != sqlite3_column_type(other.prepared_->handle, i)) return false;
    if (type == SQLITE_INTEGER && integer(i) != other.integer(i)) return false;
    if (type == SQLITE_FLOAT && std::bit_cast<std::uint64_t>(real(i)) != std::bit_cast<std::uint64_t>(other.real(i)))
      return false;
    if (type == SQLITE_TEXT && text(i) != other.text(i)) return false;
    if (type == SQLITE_BLOB && !std::ranges::equal(blob(i), other.blob(i))) return false;
  }
  return true;
}

void Statement::read_bytes(int index, std::span<std::uint8_t> into) const {
  const auto bytes = blob(index);
  if (bytes.size() != into.size()) throw_unexpected(index);
  std::ranges::copy(bytes, into.begin());
}

void Statement::throw_unexpected(int index) const {
  throw std::runtime_error(
      fmt::format("the schema promises something else in column {} of: {}", index, sqlite3_sql(prepared_->handle)));
}

Result<void> Statement::expect_parameters(std::size_t count) const {
  const int wanted = sqlite3_bind_parameter_count(prepared_->handle);
  if (std::cmp_equal(wanted, count)) return {};
  return fail(ErrorCode::internal, "Something went wrong in the shop",
              fmt::format("{} values for {} parameters: {}", count, wanted, sqlite3_sql(prepared_->handle)));
}

Error Statement::failure() const { return connection_->failed_with(sqlite3_errcode(connection_->handle())); }

bool Statement::bind_one(int index, std::nullopt_t) { return sqlite3_bind_null(prepared_->handle, index) == SQLITE_OK; }

bool Statement::bind_one(int index, double value) { return sqlite3_bind_double(prepared_->handle, index, value) == SQLITE_OK; }

bool Statement::bind_one(int index, std::int64_t value) {
  return sqlite3_bind_int64(prepared_->handle, index, value) == SQLITE_OK;
}

bool Statement::bind_one(int index, std::string_view value) {
  // An empty view may point nowhere, which SQLite would take for NULL.
  const char* bytes = value.data() != nullptr ? value.data() : "";
  return sqlite3_bind_text64(prepared_->handle, index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8) == SQLITE_OK;
}

bool Statement::bind_one(int index, std::span<const std::uint8_t> value) {
  const void* bytes = value.empty() ? "" : static_cast<const void*>(value.data());
  return sqlite3_bind_blob64(prepared_->handle, index, bytes, value.size(), SQLITE_TRANSIENT) == SQLITE_OK;
}

}  // namespace souk::sqlite
