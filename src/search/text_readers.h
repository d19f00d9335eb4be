#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "search/analyzer.h"
#include "search/index_place.h"
#include "search/postings.h"
#include "search/snapshot.h"
#include "sqlite/connection.h"
#include "sqlite/transaction.h"

namespace souk::search {

/// What one thread needs to read texts: an analyzer, and a connection once the cache does not suffice.
struct TextReader {
  Analyzer analyzer;
  std::unique_ptr<sqlite::Connection> connection{};
};

/// As many readers as searches run at a time. Thread-safe.
class TextReaders {
 public:
  TextReaders(IndexPlace place, Languages languages) : place_(std::move(place)), languages_(std::move(languages)) {}

  /// A reader on loan.
  class Lease {
   public:
    Lease(TextReaders& owner, TextReader reader) : owner_(&owner), reader_(std::move(reader)) {}
    Lease(Lease&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), reader_(std::move(other.reader_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    const Analyzer& analyzer() const { return reader_.analyzer; }
    Result<sqlite::Connection*> connection();

   private:
    TextReaders* owner_;
    TextReader reader_;
  };
  Result<Lease> take();

 private:
  const IndexPlace place_;
  const Languages languages_;
  std::mutex mutex_;  // guards idle_
  std::vector<TextReader> idle_;
};

/// Postings for one search: from the snapshot's cache, else from the index.
class TermReader {
 public:
  TermReader(const Snapshot& snapshot, TextReaders::Lease& lease) : snapshot_(snapshot), lease_(lease) {}

  const Snapshot& snapshot() const { return snapshot_; }
  const Analyzer& analyzer() const { return lease_.analyzer(); }
  /// `term`: a word as the analyzer gave it, folded or stemmed.
  Result<SharedPostings> find(const std::string& term);

 private:
  Result<void> begin();
  Result<Postings> read(const std::string& term);

  const Snapshot& snapshot_;
  TextReaders::Lease& lease_;
  std::optional<sqlite::Transaction> transaction_;  // from the first term the cache did not have
  std::int64_t generation_ = 0;                     // of the words in it
};

}  // namespace souk::search
