#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "commerce/catalog/product.h"
#include "search/analyzer.h"
#include "search/document_set.h"
#include "search/index_place.h"
#include "search/product_texts.h"
#include "search/record.h"
#include "search/vocabulary.h"
#include "sqlite/connection.h"
#include "sqlite/transaction.h"

namespace souk::search {

/// Where the index stands.
struct IndexState {
  std::int64_t sequence = 0;    // of the catalog
  std::int64_t generation = 0;  // of the words: grows with every change of them
};

/// What is read when the index is opened, beside the records.
struct IndexContents {
  IndexState state;
  std::vector<Category> categories;  // id, slug, title and parent
  Vocabulary vocabulary;
};

/// search.db. Derived from the catalog, so that one of another format or language is simply replaced. Used by one thread at a
/// time.
class IndexFile {
 public:
  /// Makes an empty one when there is none, or not one of ours. Errors: unavailable, storage_full.
  static Result<IndexFile> open(const IndexPlace& place, const Languages& languages);
  /// Makes an empty one in any case.
  static Result<IndexFile> replace(const IndexPlace& place, const Languages& languages);

  /// Errors of both: corrupt, and those of Connection.
  Result<IndexContents> contents();
  /// Ascending by number; one at a time, since all of them would take several times the memory of what becomes of them.
  Result<void> for_each_record(const std::function<void(DocumentNumber, const Record&)>& visit);
  Result<sqlite::Transaction> begin() { return sqlite::Transaction::begin(*connection_, sqlite::Transaction::Kind::write); }

  Result<void> put_record(DocumentNumber number, const Record& record);
  Result<void> put_texts(DocumentNumber number, const ProductTexts& texts);
  Result<std::optional<ProductTexts>> texts(DocumentNumber number);
  Result<void> erase(DocumentNumber number);
  Result<void> change_words(const WordChanges& changes);
  Result<void> put_categories(const std::vector<Category>& categories);
  Result<void> put_state(const IndexState& state);

 private:
  explicit IndexFile(std::unique_ptr<sqlite::Connection> connection) : connection_(std::move(connection)) {}
  std::unique_ptr<sqlite::Connection> connection_;
};

/// A further connection that only searches.
Result<std::unique_ptr<sqlite::Connection>> open_reader(const IndexPlace& place, const Languages& languages);

}  // namespace souk::search
