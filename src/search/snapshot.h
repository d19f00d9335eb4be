#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "search/document.h"
#include "search/document_set.h"
#include "search/document_table.h"
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
struct ListedCategories {
  std::vector<ListedCategory> all;  // in the order of the tree
  std::unordered_map<std::string, std::size_t> by_slug;
};

/// The whole catalog as filters, sorts and facets see it, at one moment. Immutable once made: searches read it without a lock
/// while an update makes the next one. What shared_ptrs point to belongs to all snapshots in which it stayed as it was.
struct Snapshot {
  using Numbers = std::vector<DocumentNumber>;
  static constexpr std::array kOrders{ports::ProductSort::newest, ports::ProductSort::price_asc, ports::ProductSort::price_desc,
                                      ports::ProductSort::title};
  Snapshot();

  IndexState state;
  DocumentTable documents;
  std::shared_ptr<const FacetDictionary> dictionary;
  std::shared_ptr<const Vocabulary> vocabulary;
  std::shared_ptr<const std::vector<Category>> tree;
  std::shared_ptr<const ListedCategories> categories;
  std::shared_ptr<PostingsCache> postings;
  std::array<std::shared_ptr<const Numbers>, kOrders.size()> orders;

  std::vector<std::shared_ptr<const DocumentSet>> values;  // by value number of the dictionary
  std::vector<LabelNumber> labels;                         // the same: its most used spelling
  std::vector<std::uint32_t> uses;                         // by label number: how many documents have it

  DocumentBits available;
  DocumentBits visible;                     // published
  std::optional<Instant> next_publication;  // of a document that is not

  const Numbers& order(ports::ProductSort sort) const;
  const DocumentSet& documents_with(ValueNumber value) const { return *values[value]; }
  const std::string& label(ValueNumber value) const { return dictionary->text(labels[value]); }
};

/// What an update changed. Null: nothing of that kind.
struct SnapshotChanges {
  IndexState state{};
  std::vector<DocumentChange> documents{};  // ascending by number, each once
  std::shared_ptr<const FacetDictionary> dictionary{};
  std::shared_ptr<const Vocabulary> vocabulary{};
  std::shared_ptr<const std::vector<Category>> tree{};
};
/// Costs what changed, and the copying of a few flat arrays.
std::shared_ptr<const Snapshot> next_snapshot(const Snapshot& before, const SnapshotChanges& changes, Instant now);

/// The same catalog with what is published by `now`.
std::shared_ptr<const Snapshot> published(const Snapshot& before, Instant now);

}  // namespace souk::search
