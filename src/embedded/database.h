#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "commerce/shop/settings.h"
#include "embedded/at_rest/keyring.h"
#include "embedded/database_file.h"
#include "embedded/group_commit.h"
#include "embedded/process_lock.h"
#include "embedded/reader_pool.h"
#include "ports/clock.h"
#include "sqlite/connection.h"
#include "sqlite/transaction.h"

namespace souk::embedded {

struct DatabaseOptions {
  ShopMode mode = ShopMode::production;  // of a shop that is made now; an existing one keeps its own
  const MasterKey* key = nullptr;        // of an encrypted shop; a shop that is made now is encrypted with it
  std::string vfs{};                     // beneath the cipher's; empty: the system's
  std::size_t max_waiting_writers = 64;
  std::chrono::milliseconds max_writer_wait{2000};
  std::int64_t checkpoint_pages = 3000;
  std::function<void(const Error&)> on_failure{};  // the storage failed for good: the process should end and start again
};

class Database;

/// The database while nobody writes and no transaction is open.
class Pause {
 public:
  sqlite::Connection& writer() { return *writer_; }
  /// The database goes on in `file`, which `writer` has open. `commit` makes that so for every later start; if it fails because
  /// the disk is full, nothing has changed; if otherwise, nobody knows, and nothing is acknowledged any more.
  Result<void> go_on_in(std::shared_ptr<DatabaseFile> file, std::unique_ptr<sqlite::Connection> writer,
                        const std::function<Result<void>()>& commit);

 private:
  friend class Database;
  Pause(Database& database, std::unique_ptr<sqlite::Connection>& writer) : database_(database), writer_(writer) {}
  Database& database_;
  std::unique_ptr<sqlite::Connection>& writer_;
};

/// The shop's one database, open in this process alone: one writer with group commit, readers beside it. Thread-safe.
class Database {
 public:
  /// Makes folder and file when missing, brings the schema up to date.
  /// Errors: invalid_state (another process has it open; a newer souk made it; a key for a shop that has none), key_rejected,
  /// corrupt, unavailable, storage_full.
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& folder, const ports::Clock& clock,
                                                DatabaseOptions options = {});

  /// Runs `work(connection)`, which returns a Result, as one transaction; durable once this returns a value. An Error from
  /// `work` undoes its writes and is returned. It may run on another thread, so it must not ask for thread-local things, and
  /// must neither wait nor write() itself. Errors of its own: overloaded, storage_full, commit_unknown, unavailable
  /// (GroupCommit::run).
  template <class Work>
  std::invoke_result_t<Work&, sqlite::Connection&> write(Work work) {
    using Outcome = std::invoke_result_t<Work&, sqlite::Connection&>;
    std::optional<Outcome> outcome;
    const auto committed = writer_.run([&](sqlite::Connection& connection) -> Result<void> {
      outcome = work(connection);
      if (!*outcome) return std::unexpected(outcome->error());
      return {};
    });
    if (!committed) return std::unexpected(committed.error());
    return *std::move(outcome);
  }

  /// Runs `work(connection)` on one snapshot: for answers put together from several queries.
  template <class Work>
  std::invoke_result_t<Work&, sqlite::Connection&> read(Work work) const {
    TRY(const Reader connection, reader());
    TRY(auto snapshot, sqlite::Transaction::begin(*connection, sqlite::Transaction::Kind::read));
    return work(*connection);
  }
  /// A connection for one query.
  Result<Reader> reader() const { return readers_.take(); }

  /// Runs `work` while nobody writes: writers wait for it, up to their patience. Errors: what it returns; unavailable.
  Result<void> pause(const std::function<Result<void>(Pause&)>& work);

  /// Grows with every write a reader of the catalog could notice; never ahead of what a reader sees.
  std::int64_t catalog_version() const { return catalog_version_.load(std::memory_order_acquire); }
  ShopMode mode() const { return mode_; }
  /// After an I/O error nothing is acknowledged any more.
  bool failed() const { return writer_.failed(); }

  const std::filesystem::path& folder() const { return folder_; }
  /// The file that it lies in now.
  std::shared_ptr<DatabaseFile> file() const { return readers_.file(); }
  Keyring& keyring() const { return *keyring_; }

 private:
  friend class Pause;
  Database(std::filesystem::path folder, ProcessLock lock, std::unique_ptr<Keyring> keyring, std::shared_ptr<DatabaseFile> file,
           std::unique_ptr<sqlite::Connection> writer, const DatabaseOptions& options);
  Result<void> start(ShopMode mode_if_new, Instant now);
  void mirror_catalog_version(sqlite::Connection& connection);

  const std::filesystem::path folder_;
  const ProcessLock lock_;  // let go last
  const std::unique_ptr<Keyring> keyring_;
  std::atomic<std::int64_t> catalog_version_ = 0;
  ShopMode mode_ = ShopMode::production;
  GroupCommit writer_;  // closed after the readers: the last connection moves the log into the file
  mutable ReaderPool readers_;
};

}  // namespace souk::embedded
