#include "sqlite/connection.h"

#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "sqlite/error.h"
#include "sqlite/raw_key.h"

namespace souk::sqlite {

namespace {

// 3.7.0 to 3.51.2 can corrupt a database when a checkpoint resets the log (https://sqlite.org/wal.html#walresetbug).
constexpr int kOldestSoundVersion = 3'051'003;
static_assert(SQLITE_VERSION_NUMBER >= kOldestSoundVersion);

// Fixed texts number far fewer; texts put together at run time must not fill the memory.
constexpr std::size_t kMaxKeptStatements = 512;

int open_flags(OpenOptions::Access access) {
  switch (access) {
    case OpenOptions::Access::read_only: return SQLITE_OPEN_READONLY;
    case OpenOptions::Access::read_write: return SQLITE_OPEN_READWRITE;
    case OpenOptions::Access::create: return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  }
  std::unreachable();
}

/// The cipher's VFS on top of `beneath`, made at first use.
Result<std::string> cipher_vfs_over(const std::string& beneath) {
  const std::string name = "multipleciphers-" + beneath;
  if (sqlite3_vfs_find(name.c_str()) == nullptr) {
    if (const int code = sqlite3mc_vfs_create(beneath.c_str(), 0); code != SQLITE_OK)
      return std::unexpected(error_of(nullptr, code));
  }
  return name;
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, const OpenOptions& options) {
  if (sqlite3_libversion_number() < kOldestSoundVersion) {
    return fail(ErrorCode::internal, "SQLite 3.51.3 or newer is needed",
                fmt::format("linked with SQLite {}", sqlite3_libversion()));
  }
  std::string vfs;
  if (!options.vfs.empty()) {
    TRY(vfs, cipher_vfs_over(options.vfs));
  }
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, open_flags(options.access) | SQLITE_OPEN_EXRESCODE,
                                   vfs.empty() ? nullptr : vfs.c_str());
  std::unique_ptr<Connection> connection(new Connection(handle));  // owns the handle even when opening failed
  if (code != SQLITE_OK) {
    Error error = connection->failed_with(code);
    error.cause += " (" + file.string() + ")";
    return std::unexpected(std::move(error));
  }
  if (!options.key.empty()) TRY(connection->unlock(options.key));
  TRY(connection->configure(options));
  return connection;
}

Result<void> Connection::unlock(std::span<const std::uint8_t> key) {
  std::string raw = raw_key(key);
  const int code = sqlite3_key_v2(handle_, "main", raw.data(), static_cast<int>(raw.size()));
  explicit_bzero(raw.data(), raw.size());
  if (code != SQLITE_OK) return std::unexpected(failed_with(code));
  return {};
}

Result<void> Connection::configure(const OpenOptions& options) {
  sqlite3_busy_timeout(handle_, static_cast<int>(options.busy_timeout.count()));
  TRY(execute(
      "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
      // A mapped page that cannot be read is a signal, not an error, and one writer's stray pointer would reach the file.
      "PRAGMA mmap_size = 0;"));
  TRY(execute(fmt::format("PRAGMA cache_size = -{}", options.cache_kib)));  // negative: KiB instead of pages
  if (options.access != OpenOptions::Access::read_only) {
    TRY(const auto mode, first<std::string>("PRAGMA journal_mode = WAL"));
    if (mode != "wal")
      return fail(ErrorCode::unavailable, "The shop's storage does not answer", "journal_mode is " + mode.value_or("unknown"));
    TRY(execute(options.durability == OpenOptions::Durability::full ? "PRAGMA synchronous = FULL"
                                                                    : "PRAGMA synchronous = NORMAL"));
  }
  if (!options.automatic_checkpoints) {
    TRY(execute("PRAGMA wal_autocheckpoint = 0"));
    const auto remember = [](void* self, sqlite3*, const char*, int pages) {
      static_cast<Connection*>(self)->wal_pages_ = pages;
      return SQLITE_OK;
    };
    sqlite3_wal_hook(handle_, remember, this);
  }
  return {};
}

Connection::~Connection() {
  forget_statements();
  sqlite3_close_v2(handle_);
}

void Connection::forget_statements() {
  for (auto& [text, prepared] : prepared_) sqlite3_finalize(prepared.handle);
  prepared_.clear();
}

Result<Statement> Connection::prepare(std::string_view sql) {
  if (const auto kept = prepared_.find(sql); kept != prepared_.end() && !kept->second.in_use)
    return Statement(*this, kept->second);
  const bool keep = prepared_.size() < kMaxKeptStatements && !prepared_.contains(sql);
  TRY(sqlite3_stmt* const handle, compile(sql, keep));
  if (keep) return Statement(*this, prepared_.emplace(std::string(sql), Prepared{handle}).first->second);
  return Statement(*this, std::make_unique<Prepared>(Prepared{handle}));
}

Result<sqlite3_stmt*> Connection::compile(std::string_view sql, bool kept) {
  sqlite3_stmt* handle = nullptr;
  const unsigned flags = kept ? SQLITE_PREPARE_PERSISTENT : 0;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), flags, &handle, nullptr);
  if (code != SQLITE_OK) return std::unexpected(failed_with(code));
  return handle;
}

Result<void> Connection::execute(const std::string& script) {
  if (const int code = sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK)
    return std::unexpected(failed_with(code));
  return {};
}

Result<std::int64_t> Connection::finish(Statement& statement) {
  while (true) {
    TRY(const bool row, statement.next());
    if (!row) return sqlite3_changes64(handle_);
  }
}

Result<bool> Connection::finish_unless_taken(Statement& statement) {
  const auto finished = finish(statement);
  if (finished) return true;
  if (last_failure_ == SQLITE_CONSTRAINT_UNIQUE || last_failure_ == SQLITE_CONSTRAINT_PRIMARYKEY) return false;
  return std::unexpected(finished.error());
}

std::int64_t Connection::last_insert_rowid() const { return sqlite3_last_insert_rowid(handle_); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Result<void> Connection::check_guard(sqlite3_stmt* statement) const {
  if (!guarded_ || in_transaction() || sqlite3_stmt_readonly(statement) != 0) return {};
  return fail(ErrorCode::commit_unknown, "It is not known whether this was stored. Try again with the same key.",
              "the transaction around it is gone");
}

Error Connection::failed_with(int result_code) {
  last_failure_ = result_code;
  if ((result_code & 0xff) == SQLITE_IOERR) met_io_error_ = true;
  return error_of(handle_, result_code);
}

Result<Checkpoint> Connection::checkpoint(CheckpointMode mode) {
  int in_log = 0;
  int moved = 0;
  const int how = mode == CheckpointMode::truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, how, &in_log, &moved);
  if (code != SQLITE_OK && code != SQLITE_BUSY) return std::unexpected(failed_with(code));
  return Checkpoint{.wal_pages = in_log, .moved_pages = moved};
}

}  // namespace souk::sqlite
