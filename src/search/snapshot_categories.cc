#include <algorithm>
#include <unordered_map>

#include "search/snapshot_parts.h"

namespace souk::search {

namespace {

using Positions = std::unordered_map<CategoryId, std::size_t>;  // in the tree

/// For each category of the tree the positions of itself and its ancestors.
std::vector<std::vector<std::size_t>> lines_of(const std::vector<Category>& tree, const Positions& positions) {
  std::vector<std::vector<std::size_t>> lines(tree.size());
  for (std::size_t i = 0; i < tree.size(); ++i) {
    std::optional<CategoryId> at = tree[i].id;
    while (at && lines[i].size() < tree.size()) {  // a circle, which the store refuses, would end as well
      const auto found = positions.find(*at);
      if (found == positions.end()) break;
      lines[i].push_back(found->second);
      at = tree[found->second].parent;
    }
  }
  return lines;
}

std::vector<DocumentSet> sets_of(const std::vector<Category>& tree, const DocumentTable& documents) {
  Positions positions;
  for (std::size_t i = 0; i < tree.size(); ++i) positions.emplace(tree[i].id, i);
  const auto lines = lines_of(tree, positions);
  std::vector<std::vector<DocumentNumber>> lists(tree.size());
  documents.for_each([&](DocumentNumber number, const Document& document) {
    for (const CategoryId& category : document.categories) {
      const auto found = positions.find(category);
      if (found == positions.end()) continue;
      for (const std::size_t listed : lines[found->second]) {
        if (lists[listed].empty() || lists[listed].back() != number) lists[listed].push_back(number);
      }
    }
  });
  std::vector<DocumentSet> sets;
  sets.reserve(lists.size());
  for (auto& list : lists) sets.emplace_back(std::move(list), documents.size());
  return sets;
}

bool moved(const Snapshot& before, const DocumentChange& change) {
  static const std::vector<CategoryId> none;
  const Document* const was = change.number < before.documents.size() ? before.documents.find(change.number) : nullptr;
  const Document* const is = change.contents.document.get();
  return (was != nullptr ? was->categories : none) != (is != nullptr ? is->categories : none);
}

}  // namespace

void follow_categories(Snapshot& next, const Snapshot& before, const std::vector<DocumentChange>& changes) {
  const bool same_tree = next.tree == before.tree;
  if (same_tree && std::ranges::none_of(changes, [&](const DocumentChange& change) { return moved(before, change); })) return;
  const std::vector<Category>& tree = *next.tree;
  auto sets = sets_of(tree, next.documents);
  auto categories = std::make_shared<ListedCategories>();
  for (std::size_t i = 0; i < tree.size(); ++i) {
    categories->by_slug.emplace(tree[i].slug, i);
    categories->all.push_back({.slug = tree[i].slug, .title = tree[i].title, .documents = std::move(sets[i])});
  }
  next.categories = std::move(categories);
}

}  // namespace souk::search
