#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "commerce/error/error.h"
#include "sqlite/statement.h"

struct sqlite3;

namespace souk::sqlite {

struct OpenOptions {
  enum class Access { read_only, read_write, create };
  enum class Durability {
    full,    // a commit survives a power cut once it returned
    normal,  // it may lose the last commits: for what can be rebuilt
  };
  Access access = Access::create;
  Durability durability = Durability::full;
  std::chrono::milliseconds busy_timeout{0};
  std::int64_t cache_kib = 2048;      // pages kept in memory, at most
  bool automatic_checkpoints = true;  // false: whoever owns the connection calls checkpoint()
  std::string vfs{};                  // what lies beneath the cipher's VFS; empty: the system's
  // The 32 bytes that the file, its log and every page of them are encrypted with; empty: not encrypted. Borrowed: for whoever
  // keeps the options it must live as long.
  std::span<const std::uint8_t> key{};
};

enum class CheckpointMode { passive, truncate };
struct Checkpoint {
  std::int64_t wal_pages = 0;    // in the log
  std::int64_t moved_pages = 0;  // of them now in the database file
};

/// One open SQLite database in WAL mode, foreign keys on. Used by one thread at a time.
class Connection {
 public:
  /// Errors: unavailable, storage_full, corrupt; internal when SQLite is older than 3.51.3.
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, const OpenOptions& options = {});
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// A statement with its values bound, before its first row. `sql` is one statement with ? for each value.
  template <class... Values>
  Result<Statement> query(std::string_view sql, const Values&... values) {
    TRY(Statement statement, prepare(sql));
    TRY(statement.bind(values...));
    return statement;
  }
  /// Runs it to its end; returns how many rows an INSERT, UPDATE or DELETE touched.
  template <class... Values>
  Result<std::int64_t> run(std::string_view sql, const Values&... values) {
    TRY(Statement statement, query(sql, values...));
    return finish(statement);
  }
  /// The same, but false instead of an error when a UNIQUE or PRIMARY KEY constraint refuses the row.
  template <class... Values>
  Result<bool> run_unless_taken(std::string_view sql, const Values&... values) {
    TRY(Statement statement, query(sql, values...));
    return finish_unless_taken(statement);
  }
  /// The first row's columns; nullopt without a row. first<std::string>(...) or first<CartId, std::int64_t>(...), which gives a
  /// tuple.
  template <class... Columns, class... Values>
  Result<std::optional<Row<Columns...>>> first(std::string_view sql, const Values&... values) {
    TRY(Statement statement, query(sql, values...));
    TRY(const bool found, statement.next());
    if (!found) return std::nullopt;
    std::optional<Row<Columns...>> row(row_of<Columns...>(statement));
    if (statement.writes()) TRY(finish(statement));  // constraints are checked at its end
    return row;
  }
  /// All rows: the SQL bounds them.
  template <class... Columns, class... Values>
  Result<std::vector<Row<Columns...>>> all(std::string_view sql, const Values&... values) {
    TRY(Statement statement, query(sql, values...));
    std::vector<Row<Columns...>> rows;
    while (true) {
      TRY(const bool found, statement.next());
      if (!found) return rows;
      rows.push_back(row_of<Columns...>(statement));
    }
  }
  /// Several statements without values: a schema, a pragma, BEGIN.
  Result<void> execute(const std::string& script);

  /// What was compiled so far is compiled anew when it is asked for again. No statement may be in use.
  void forget_statements();
  /// Compiled once for each text, as long as the text is not in use twice at a time.
  Result<Statement> prepare(std::string_view sql);
  std::int64_t last_insert_rowid() const;
  bool in_transaction() const;

  /// While set, no statement may write outside a transaction: when SQLite has rolled one back by itself, the rest of its work
  /// fails too instead of being committed piece by piece.
  void write_only_in_transaction(bool guarded) { guarded_ = guarded; }
  /// Whether any call met an I/O error. After a failed fsync SQLite's next commit may report success for what never reached the
  /// disk, so the answer stays yes for the life of the connection.
  bool met_io_error() const { return met_io_error_; }

  /// Pages in the log after the last commit here; 0 with automatic checkpoints, which do the counting themselves.
  std::int64_t wal_pages() const { return wal_pages_; }
  /// A reader in the way is not an error: less is moved.
  Result<Checkpoint> checkpoint(CheckpointMode mode);

  /// For SQLite's own extension points (tokenizers, backup). Code outside src/sqlite and src/search has no use for it.
  sqlite3* handle() const { return handle_; }

 private:
  friend class Statement;
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  Result<void> unlock(std::span<const std::uint8_t> key);
  Result<void> configure(const OpenOptions& options);
  Result<sqlite3_stmt*> compile(std::string_view sql, bool kept);
  Result<void> check_guard(sqlite3_stmt* statement) const;
  Error failed_with(int result_code);
  Result<std::int64_t> finish(Statement& statement);
  Result<bool> finish_unless_taken(Statement& statement);

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  sqlite3* handle_;
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;
  std::int64_t wal_pages_ = 0;
  int last_failure_ = 0;
  bool guarded_ = false;
  bool met_io_error_ = false;
};

}  // namespace souk::sqlite
