#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "search/document_set.h"

namespace souk::search {

/// The documents that have a word, ascending, and how much it says about each: over 0, below 1.
struct Postings {
  std::vector<DocumentNumber> documents;
  std::vector<float> weights;

  void add(DocumentNumber document, float weight) {
    documents.push_back(document);
    weights.push_back(weight);
  }
  std::size_t size() const { return documents.size(); }
};
using SharedPostings = std::shared_ptr<const Postings>;  // of the cache and of the searches that use it now

/// How long a document's texts are: what weights are relative to.
struct DocumentLengths {
  float words = 0;
  float title_words = 0;
};

/// Postings already read from the index, as long as no product's words change. Thread-safe.
class PostingsCache {
 public:
  /// `generation`: the state of the words this is about. `lengths`: by document, 0 for a free number.
  PostingsCache(std::int64_t generation, std::vector<DocumentLengths> lengths);

  std::int64_t generation() const { return generation_; }
  const std::vector<DocumentLengths>& lengths() const { return lengths_; }
  /// What `packed` hits (hits_in) say about a document: BM25 over fields, each hit counted as much as its field matters.
  float weight(DocumentNumber document, std::int64_t packed) const;

  SharedPostings find(const std::string& term) const;
  void keep(const std::string& term, SharedPostings postings);

 private:
  const std::int64_t generation_;
  const std::vector<DocumentLengths> lengths_;
  float average_ = 1;         // number of words
  mutable std::mutex mutex_;  // guards what follows
  std::unordered_map<std::string, SharedPostings> postings_;
  std::size_t bytes_ = 0;
};

}  // namespace souk::search
