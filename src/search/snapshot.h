#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "search/document.h"
#include "search/document_set.h"
#include "search/facet_dictionary.h"
#include "search/index_file.h"
#include "search/postings.h"
#include "search/sort_key.h"
#include "search/vocabulary.h"

namespace souk::search {

struct ListedCategory {
  std::string slug;
  std::string title;
  DocumentSet documents;  // of its descendants too
};

/// The whole catalog as filters, sorts and facets see it, at one moment. Immutable once made: searches read it without a lock
/// while an update makes the next one, which shares every part that stayed as it was.
struct Snapshot {
  using Documents = std::vector<std::shared_ptr<const Document>>;
  static constexpr std::array kOrders{ports::ProductSort::newest, ports::ProductSort::price_asc, ports::ProductSort::price_desc,
                                      ports::ProductSort::title};

  IndexState state;
  Documents documents;  // by number; null where a number is free
  std::shared_ptr<const FacetDictionary> dictionary = std::make_shared<FacetDictionary>();
  std::shared_ptr<const Vocabulary> vocabulary = std::make_shared<Vocabulary>();
  std::shared_ptr<const std::vector<Category>> tree = std::make_shared<std::vector<Category>>();
  std::shared_ptr<PostingsCache> postings = std::make_shared<PostingsCache>(0, documents);

  std::vector<DocumentSet> values;  // by value number of the dictionary
  std::vector<LabelNumber> labels;  // the same: its most used spelling
  std::vector<ListedCategory> categories;
  std::unordered_map<std::string, std::size_t> category_by_slug;  // into categories
  std::array<std::vector<DocumentNumber>, kOrders.size()> orders;
  std::vector<std::int64_t> price_min, price_max;  // by document: what price filters look at first
  DocumentBits available;
  DocumentBits visible;                     // published
  std::optional<Instant> next_publication;  // of a document that is not

  const std::vector<DocumentNumber>& order(ports::ProductSort sort) const;
  const std::string& label(ValueNumber value) const { return dictionary->text(labels[value]); }
};

/// What an update changed. Null: nothing of that kind.
struct SnapshotChanges {
  IndexState state{};
  std::vector<std::pair<DocumentNumber, std::shared_ptr<const Document>>> documents{};  // null: erased; each number once
  std::shared_ptr<const FacetDictionary> dictionary{};
  std::shared_ptr<const Vocabulary> vocabulary{};
  std::shared_ptr<const std::vector<Category>> tree{};
};
std::shared_ptr<const Snapshot> next_snapshot(const Snapshot& before, const SnapshotChanges& changes, Instant now);

/// The same catalog with what is published by `now`.
std::shared_ptr<const Snapshot> published(const Snapshot& before, Instant now);

}  // namespace souk::search
