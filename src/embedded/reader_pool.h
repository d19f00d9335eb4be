#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "embedded/database_file.h"
#include "sqlite/connection.h"

namespace souk::embedded {

class ReaderPool;

/// A reading connection on loan from its pool.
class Reader {
 public:
  Reader(ReaderPool& pool, std::shared_ptr<DatabaseFile> file, std::unique_ptr<sqlite::Connection> connection)
      : pool_(&pool), file_(std::move(file)), connection_(std::move(connection)) {}
  Reader(Reader&&) noexcept = default;
  Reader& operator=(Reader&&) = delete;
  ~Reader();

  sqlite::Connection& operator*() const { return *connection_; }
  sqlite::Connection* operator->() const { return connection_.get(); }
  const DatabaseFile& file() const { return *file_; }

 private:
  ReaderPool* pool_;
  std::shared_ptr<DatabaseFile> file_;  // see DatabaseFile; closed last
  std::unique_ptr<sqlite::Connection> connection_;
};

/// Reading connections to one file: as many as are in use at a time, the one last used first, since its caches are warm.
/// Thread-safe.
class ReaderPool {
 public:
  explicit ReaderPool(std::shared_ptr<DatabaseFile> file) : file_(std::move(file)) {}
  /// Errors: those of Connection::open.
  Result<Reader> take();
  std::shared_ptr<DatabaseFile> file() const;
  /// Whoever takes a reader from now on reads `file`; who has one goes on where it is.
  void go_on_in(std::shared_ptr<DatabaseFile> file);

 private:
  friend class Reader;
  using Connections = std::vector<std::unique_ptr<sqlite::Connection>>;
  void give_back(const std::shared_ptr<DatabaseFile>& file, std::unique_ptr<sqlite::Connection> connection);

  mutable std::mutex mutex_;            // guards what follows
  std::shared_ptr<DatabaseFile> file_;  // see DatabaseFile
  Connections idle_;                    // to it
};

}  // namespace souk::embedded
