#include "search/snapshot.h"

#include <algorithm>

#include "search/snapshot_parts.h"

namespace souk::search {

namespace {

/// Whether it is shown by now; if not, remembers when.
void publish(Snapshot& next, DocumentNumber number, const Document& document, Instant now) {
  if (!document.publish_at || *document.publish_at <= now) {
    next.visible.add(number);
  } else if (!next.next_publication || *document.publish_at < *next.next_publication) {
    next.next_publication = document.publish_at;
  }
}

void publish_all(Snapshot& next, Instant now) {
  next.visible = DocumentBits(next.documents.size());
  next.next_publication.reset();
  next.documents.for_each([&](DocumentNumber number, const Document& document) { publish(next, number, document, now); });
}

void follow_bits(Snapshot& next, const std::vector<DocumentChange>& changes, Instant now) {
  const bool some_waited = next.next_publication.has_value();
  next.available = next.available.resized(next.documents.size());
  next.visible = next.visible.resized(next.documents.size());
  for (const auto& [number, contents] : changes) {
    next.available.remove(number);
    next.visible.remove(number);
    if (contents.document == nullptr) continue;
    if (contents.document->available) next.available.add(number);
    publish(next, number, *contents.document, now);
  }
  if (some_waited) publish_all(next, now);
}

void follow_lengths(Snapshot& next, const Snapshot& before, const std::vector<DocumentChange>& changes) {
  if (next.state.generation == before.state.generation) return;
  std::vector<DocumentLengths> lengths = before.postings->lengths();
  lengths.resize(next.documents.size());
  for (const auto& [number, contents] : changes) {
    const Document* const is = contents.document.get();
    lengths[number] = is == nullptr ? DocumentLengths{} : DocumentLengths{.words = is->words, .title_words = is->title_words};
  }
  next.postings = std::make_shared<PostingsCache>(next.state.generation, std::move(lengths));
}

}  // namespace

Snapshot::Snapshot()
    : dictionary(std::make_shared<FacetDictionary>()),
      vocabulary(std::make_shared<Vocabulary>()),
      tree(std::make_shared<std::vector<Category>>()),
      categories(std::make_shared<ListedCategories>()),
      postings(std::make_shared<PostingsCache>(0, std::vector<DocumentLengths>{})) {
  orders.fill(std::make_shared<Numbers>());
}

const Snapshot::Numbers& Snapshot::order(ports::ProductSort sort) const {
  const auto found = std::ranges::find(kOrders, sort);
  return *orders[found == kOrders.end() ? 0 : static_cast<std::size_t>(found - kOrders.begin())];
}

std::shared_ptr<const Snapshot> next_snapshot(const Snapshot& before, const SnapshotChanges& changes, Instant now) {
  auto next = std::make_shared<Snapshot>(before);
  next->state = changes.state;
  next->documents = before.documents.changed(changes.documents);
  if (changes.dictionary != nullptr) next->dictionary = changes.dictionary;
  if (changes.vocabulary != nullptr) next->vocabulary = changes.vocabulary;
  if (changes.tree != nullptr) next->tree = changes.tree;
  follow_orders(*next, before, changes.documents);
  follow_values(*next, before, changes.documents);
  follow_categories(*next, before, changes.documents);
  follow_bits(*next, changes.documents, now);
  follow_lengths(*next, before, changes.documents);
  return next;
}

std::shared_ptr<const Snapshot> published(const Snapshot& before, Instant now) {
  auto next = std::make_shared<Snapshot>(before);
  publish_all(*next, now);
  return next;
}

}  // namespace souk::search
