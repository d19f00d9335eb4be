#include "search/snapshot.h"

#include <algorithm>
#include <iterator>

namespace souk::search {

namespace {

/// The order without the changed documents, and with them at their new places. Few comparisons: each one looks at two
/// documents somewhere in memory.
std::vector<DocumentNumber> reordered(const std::vector<DocumentNumber>& before, const DocumentBits& changed,
                                      std::vector<DocumentNumber> added, const Snapshot& after, ports::ProductSort sort) {
  const auto key = [&](DocumentNumber document) { return key_of(*after.documents[document], sort); };
  std::ranges::sort(added, {}, key);
  std::vector<DocumentNumber> kept;
  kept.reserve(before.size());
  std::ranges::copy_if(before, std::back_inserter(kept), [&](DocumentNumber document) { return !changed.contains(document); });
  std::vector<DocumentNumber> merged;
  merged.reserve(kept.size() + added.size());
  auto from = kept.begin();
  for (const DocumentNumber document : added) {
    const auto until = std::ranges::lower_bound(from, kept.end(), key(document), {}, key);
    merged.insert(merged.end(), from, until);
    merged.push_back(document);
    from = until;
  }
  merged.insert(merged.end(), from, kept.end());
  return merged;
}

void sort_documents(Snapshot& next, const Snapshot& before, const SnapshotChanges& changes) {
  DocumentBits changed(next.documents.size());
  std::vector<DocumentNumber> added;
  for (const auto& [number, document] : changes.documents) {
    changed.add(number);
    if (document != nullptr) added.push_back(number);
  }
  for (std::size_t i = 0; i < Snapshot::kOrders.size(); ++i) {
    next.orders[i] = reordered(before.orders[i], changed, added, next, Snapshot::kOrders[i]);
  }
}

/// Lists of documents by some number, and then sets.
class SetBuilder {
 public:
  SetBuilder(std::size_t sets, std::size_t documents) : lists_(sets), documents_(documents) {}
  void add(std::size_t set, DocumentNumber document) {
    if (lists_[set].empty() || lists_[set].back() != document) lists_[set].push_back(document);
  }
  DocumentSet take(std::size_t set) { return {std::move(lists_[set]), documents_}; }

 private:
  std::vector<std::vector<DocumentNumber>> lists_;
  std::size_t documents_;
};

void collect_values(Snapshot& next) {
  const FacetDictionary& dictionary = *next.dictionary;
  SetBuilder sets(dictionary.value_count(), next.documents.size());
  std::vector<std::int64_t> uses(dictionary.label_count());
  for (DocumentNumber number = 0; number < next.documents.size(); ++number) {
    if (next.documents[number] == nullptr) continue;
    for (const LabelNumber label : next.documents[number]->labels) {
      ++uses[label];
      sets.add(dictionary.value_of(label), number);
    }
  }
  next.values.clear();
  for (std::size_t value = 0; value < dictionary.value_count(); ++value) next.values.push_back(sets.take(value));
  constexpr LabelNumber kNone = ~LabelNumber{0};
  next.labels.assign(dictionary.value_count(), kNone);
  for (LabelNumber label = 0; label < dictionary.label_count(); ++label) {
    LabelNumber& best = next.labels[dictionary.value_of(label)];
    const bool better = best == kNone || uses[label] > uses[best] ||
                        (uses[label] == uses[best] && dictionary.text(label) < dictionary.text(best));
    if (better) best = label;
  }
}

/// For each category of the tree the positions of itself and its ancestors.
std::vector<std::vector<std::size_t>> lines_of(const std::vector<Category>& tree,
                                               const std::unordered_map<CategoryId, std::size_t>& by_id) {
  std::vector<std::vector<std::size_t>> lines(tree.size());
  for (std::size_t i = 0; i < tree.size(); ++i) {
    std::optional<CategoryId> at = tree[i].id;
    while (at && lines[i].size() < tree.size()) {  // a circle, which the store refuses, would end as well
      const auto found = by_id.find(*at);
      if (found == by_id.end()) break;
      lines[i].push_back(found->second);
      at = tree[found->second].parent;
    }
  }
  return lines;
}

void collect_categories(Snapshot& next) {
  const std::vector<Category>& tree = *next.tree;
  std::unordered_map<CategoryId, std::size_t> by_id;
  for (std::size_t i = 0; i < tree.size(); ++i) by_id.emplace(tree[i].id, i);
  const auto lines = lines_of(tree, by_id);
  SetBuilder sets(tree.size(), next.documents.size());
  for (DocumentNumber number = 0; number < next.documents.size(); ++number) {
    if (next.documents[number] == nullptr) continue;
    for (const CategoryId& category : next.documents[number]->categories) {
      const auto found = by_id.find(category);
      if (found == by_id.end()) continue;
      for (const std::size_t listed : lines[found->second]) sets.add(listed, number);
    }
  }
  next.categories.clear();
  next.category_by_slug.clear();
  for (std::size_t i = 0; i < tree.size(); ++i) {
    next.category_by_slug.emplace(tree[i].slug, i);
    next.categories.push_back({.slug = tree[i].slug, .title = tree[i].title, .documents = sets.take(i)});
  }
}

void collect_columns(Snapshot& next) {
  next.price_min.assign(next.documents.size(), 0);
  next.price_max.assign(next.documents.size(), 0);
  next.available = DocumentBits(next.documents.size());
  for (DocumentNumber number = 0; number < next.documents.size(); ++number) {
    if (next.documents[number] == nullptr) continue;
    next.price_min[number] = next.documents[number]->price_min;
    next.price_max[number] = next.documents[number]->price_max;
    if (next.documents[number]->available) next.available.add(number);
  }
}

void publish(Snapshot& next, Instant now) {
  next.visible = DocumentBits(next.documents.size());
  next.next_publication.reset();
  for (DocumentNumber number = 0; number < next.documents.size(); ++number) {
    if (next.documents[number] == nullptr) continue;
    const auto& publish_at = next.documents[number]->publish_at;
    if (!publish_at || *publish_at <= now) {
      next.visible.add(number);
    } else if (!next.next_publication || *publish_at < *next.next_publication) {
      next.next_publication = publish_at;
    }
  }
}

}  // namespace

const std::vector<DocumentNumber>& Snapshot::order(ports::ProductSort sort) const {
  const auto found = std::ranges::find(kOrders, sort);
  return orders[found == kOrders.end() ? 0 : static_cast<std::size_t>(found - kOrders.begin())];
}

std::shared_ptr<const Snapshot> next_snapshot(const Snapshot& before, const SnapshotChanges& changes, Instant now) {
  auto next = std::make_shared<Snapshot>();
  next->state = changes.state;
  next->documents = before.documents;
  for (const auto& [number, document] : changes.documents) {
    if (number >= next->documents.size()) next->documents.resize(number + std::size_t{1});
    next->documents[number] = document;
  }
  next->dictionary = changes.dictionary != nullptr ? changes.dictionary : before.dictionary;
  next->vocabulary = changes.vocabulary != nullptr ? changes.vocabulary : before.vocabulary;
  next->tree = changes.tree != nullptr ? changes.tree : before.tree;
  const bool same_words = changes.state.generation == before.state.generation;
  next->postings = same_words ? before.postings : std::make_shared<PostingsCache>(changes.state.generation, next->documents);
  sort_documents(*next, before, changes);
  collect_values(*next);
  collect_categories(*next);
  collect_columns(*next);
  publish(*next, now);
  return next;
}

std::shared_ptr<const Snapshot> published(const Snapshot& before, Instant now) {
  auto next = std::make_shared<Snapshot>(before);
  publish(*next, now);
  return next;
}

}  // namespace souk::search
