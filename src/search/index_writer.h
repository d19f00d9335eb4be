#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "ports/catalog_index.h"
#include "search/analyzer.h"
#include "search/index_file.h"
#include "search/snapshot.h"

namespace souk::search {

/// Turns batches of products into rows of the file and changes of the snapshot. Used by one thread at a time.
class IndexWriter {
 public:
  IndexWriter(IndexFile file, Analyzer analyzer) : file_(std::move(file)), analyzer_(std::move(analyzer)) {}

  struct Batch {
    const std::vector<ports::IndexedProduct>& puts;
    const std::vector<ProductId>& erased;
    const std::vector<Category>& categories;
    std::int64_t sequence;
  };
  /// Writes the batch in one transaction; returns what it changed in `before`. On an error nothing has changed.
  Result<SnapshotChanges> write(const Batch& batch, const Snapshot& before);

 private:
  /// The batch under way: what later steps need to know of earlier ones.
  struct Progress {
    const Snapshot& before;
    std::map<DocumentNumber, std::optional<Record>> records;  // nullopt: erased
    WordChanges words;
    bool texts_changed = false;
  };
  Result<void> apply(const Batch& batch, Progress& progress);
  Result<void> put(const ports::IndexedProduct& indexed, Progress& progress);
  Result<void> erase(const ProductId& id, Progress& progress);
  Result<TextLengths> put_texts(DocumentNumber number, const Product& product, Progress& progress);
  DocumentNumber number_for(const ProductId& id);
  void recall_numbers(const Snapshot& snapshot);
  static SnapshotChanges changes_of(const Batch& batch, const Progress& progress, const IndexState& state);

  IndexFile file_;
  Analyzer analyzer_;
  std::unordered_map<ProductId, DocumentNumber> numbers_;
  std::vector<DocumentNumber> free_;  // below next_
  DocumentNumber next_ = 0;
  bool numbers_known_ = false;  // false at first and after a batch that failed: the snapshot knows them
};

}  // namespace souk::search
