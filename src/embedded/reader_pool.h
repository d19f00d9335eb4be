#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "sqlite/connection.h"

namespace souk::embedded {

class ReaderPool;

/// A reading connection on loan from its pool.
class Reader {
 public:
  Reader(ReaderPool& pool, std::unique_ptr<sqlite::Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
  Reader(Reader&&) noexcept = default;
  Reader& operator=(Reader&&) = delete;
  ~Reader();

  sqlite::Connection& operator*() const { return *connection_; }
  sqlite::Connection* operator->() const { return connection_.get(); }

 private:
  ReaderPool* pool_;
  std::unique_ptr<sqlite::Connection> connection_;
};

/// Reading connections to one file: as many as are in use at a time, the one last used first, since its caches are warm.
/// Thread-safe.
class ReaderPool {
 public:
  ReaderPool(std::filesystem::path file, sqlite::OpenOptions options) : file_(std::move(file)), options_(std::move(options)) {}
  /// Errors: those of Connection::open.
  Result<Reader> take();

 private:
  friend class Reader;
  void give_back(std::unique_ptr<sqlite::Connection> connection);

  const std::filesystem::path file_;
  const sqlite::OpenOptions options_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<sqlite::Connection>> idle_;
};

}  // namespace souk::embedded
