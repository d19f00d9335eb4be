#include "embedded/reader_pool.h"

#include <utility>

namespace souk::embedded {

namespace {

// More threads than this never read at a time for long; each connection has a page cache of 2 MB at most.
constexpr std::size_t kMaxIdleReaders = 32;

}  // namespace

Reader::~Reader() {
  if (connection_) pool_->give_back(file_, std::move(connection_));
}

Result<Reader> ReaderPool::take() {
  std::shared_ptr<DatabaseFile> file;
  {
    const std::scoped_lock lock(mutex_);
    file = file_;
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return Reader(*this, std::move(file), std::move(connection));
    }
  }
  TRY(auto connection, file->open_reader());
  return Reader(*this, std::move(file), std::move(connection));
}

std::shared_ptr<DatabaseFile> ReaderPool::file() const {
  const std::scoped_lock lock(mutex_);
  return file_;
}

void ReaderPool::go_on_in(std::shared_ptr<DatabaseFile> file) {
  Connections old;  // closed before the file they read may go
  std::shared_ptr<DatabaseFile> old_file;
  {
    const std::scoped_lock lock(mutex_);
    old_file = std::exchange(file_, std::move(file));
    old.swap(idle_);
  }
  old.clear();
}

void ReaderPool::give_back(const std::shared_ptr<DatabaseFile>& file, std::unique_ptr<sqlite::Connection> connection) {
  const std::scoped_lock lock(mutex_);
  if (file == file_ && idle_.size() < kMaxIdleReaders) idle_.push_back(std::move(connection));
}

}  // namespace souk::embedded
