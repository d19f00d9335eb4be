#include "embedded/reader_pool.h"

namespace souk::embedded {

namespace {

// More threads than this never read at a time for long; each connection has a page cache of 2 MB at most.
constexpr std::size_t kMaxIdleReaders = 32;

}  // namespace

Reader::~Reader() {
  if (connection_) pool_->give_back(std::move(connection_));
}

Result<Reader> ReaderPool::take() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return Reader(*this, std::move(connection));
    }
  }
  TRY(auto connection, sqlite::Connection::open(file_, options_));
  return Reader(*this, std::move(connection));
}

void ReaderPool::give_back(std::unique_ptr<sqlite::Connection> connection) {
  const std::scoped_lock lock(mutex_);
  if (idle_.size() < kMaxIdleReaders) idle_.push_back(std::move(connection));
}

}  // namespace souk::embedded
