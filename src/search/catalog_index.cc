#include "search/catalog_index.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "search/facets.h"
#include "search/filter.h"
#include "search/index_writer.h"
#include "search/page.h"
#include "search/snapshot.h"
#include "search/suggestions.h"
#include "search/text_match.h"
#include "search/text_readers.h"

namespace souk::search {

namespace {

using ports::ProductPage;
using ports::ProductQuery;
using ports::ProductSort;
using SharedSnapshot = std::shared_ptr<const Snapshot>;  // of the index and of the searches that began before the next one

constexpr std::int64_t kMaxSuggestions = 10;

class Fts5CatalogIndex final : public ports::CatalogIndex {
 public:
  Fts5CatalogIndex(const IndexPlace& place, const Languages& languages, const ports::Clock& clock, IndexWriter writer,
                   SharedSnapshot snapshot)
      : clock_(clock), readers_(place, languages), writer_(std::move(writer)), snapshot_(std::move(snapshot)) {}

  Result<ProductPage> search(const ProductQuery& query) const override;
  Result<std::vector<ports::Suggestion>> suggest(const std::string& typed, std::int64_t limit) const override;
  Result<void> update(const std::vector<ports::IndexedProduct>& puts, const std::vector<ProductId>& erased,
                      const std::vector<Category>& categories, std::int64_t sequence) override;
  Result<std::int64_t> sequence() const override { return latest()->state.sequence; }

 private:
  SharedSnapshot latest() const {
    const std::scoped_lock lock(snapshot_mutex_);
    return snapshot_;
  }
  void replace(SharedSnapshot next) const {
    const std::scoped_lock lock(snapshot_mutex_);
    snapshot_.swap(next);
  }
  SharedSnapshot current() const;

  const ports::Clock& clock_;
  mutable TextReaders readers_;
  mutable std::mutex writer_mutex_;  // guards writer_ and the making of snapshots; searches never wait for it
  IndexWriter writer_;
  mutable std::mutex snapshot_mutex_;  // guards the pointer alone
  mutable SharedSnapshot snapshot_;
};

/// With what is published by now. While an update is under way that is left to it.
SharedSnapshot Fts5CatalogIndex::current() const {
  SharedSnapshot snapshot = latest();
  if (!snapshot->next_publication) return snapshot;
  const Instant now = clock_.now();
  if (now < *snapshot->next_publication) return snapshot;
  const std::unique_lock lock(writer_mutex_, std::try_to_lock);
  if (!lock) return snapshot;
  snapshot = published(*latest(), now);
  replace(snapshot);
  return snapshot;
}

struct FoundText {
  TextMatches matches;
  DocumentBits documents;
};

Result<FoundText> find_text(TermReader& reader, std::string_view text, std::vector<QueryWord> words) {
  TRY(auto matches, match_text(reader, text, std::move(words)));
  DocumentBits documents(reader.snapshot().documents.size());
  for (const DocumentNumber document : matches.scores.documents) documents.add(document);
  return FoundText{.matches = std::move(matches), .documents = std::move(documents)};
}

Result<std::optional<Position>> position_in(const ProductQuery& query, ProductSort sort) {
  if (!query.after) return std::nullopt;
  auto position = parse_position(*query.after, sort);
  if (!position) return fail_at("cursor", ErrorCode::invalid_parameter, "This cursor is not one of this list");
  return position;
}

void add_facets(ProductPage& page, const Filter& filter) {
  page.facets = count_facets(filter);
  page.price_range = price_range(filter);
}

Result<ProductPage> Fts5CatalogIndex::search(const ProductQuery& query) const {
  const SharedSnapshot snapshot = current();
  std::optional<FoundText> found;
  if (const std::string_view text = typed(query.text); !text.empty()) {
    TRY(auto lease, readers_.take());
    TermReader reader(*snapshot, lease);
    if (auto words = query_words(reader.analyzer(), text); !words.empty()) {
      TRY(found, find_text(reader, text, std::move(words)));
    }
  }
  const bool by_relevance = found && query.sort == ProductSort::relevance;
  const ProductSort sort = query.sort == ProductSort::relevance && !found ? ProductSort::newest : query.sort;
  TRY(const auto after, position_in(query, sort));
  const std::int64_t limit = std::clamp<std::int64_t>(query.limit, 1, 100);

  const Filter filter(*snapshot, query, found ? &found->documents : nullptr);
  const DocumentBits matches = filter.matching();
  TRY(Items items, by_relevance ? page_by_relevance(*snapshot, matches, found->matches.scores, after, limit)
                                : page_in_order(*snapshot, matches, sort, after, limit));
  ProductPage page;
  page.items = std::move(items.products);
  page.next = std::move(items.next);
  if (query.facets) add_facets(page, filter);
  if (found) {
    page.approximate = found->matches.approximate;
    page.corrected_text = std::move(found->matches.corrected_text);
  }
  return page;
}

Result<std::vector<ports::Suggestion>> Fts5CatalogIndex::suggest(const std::string& text, std::int64_t limit) const {
  const SharedSnapshot snapshot = current();
  TRY(auto lease, readers_.take());
  TermReader reader(*snapshot, lease);
  return search::suggest(reader, typed(text), std::clamp<std::int64_t>(limit, 0, kMaxSuggestions));
}

Result<void> Fts5CatalogIndex::update(const std::vector<ports::IndexedProduct>& puts, const std::vector<ProductId>& erased,
                                      const std::vector<Category>& categories, std::int64_t sequence) {
  const std::scoped_lock lock(writer_mutex_);
  const SharedSnapshot before = latest();
  TRY(const SnapshotChanges changes, writer_.write({puts, erased, categories, sequence}, *before));
  replace(next_snapshot(*before, changes, clock_.now()));
  return {};
}

struct OpenedFile {
  IndexFile file;
  SharedSnapshot snapshot;
};

Result<OpenedFile> with_snapshot(IndexFile file, Instant now) {
  TRY(IndexContents contents, file.contents());
  SnapshotChanges changes{.state = contents.state};
  auto dictionary = std::make_shared<FacetDictionary>();
  TRY(file.for_each_record([&](DocumentNumber number, const Record& record) {
    add_labels(*dictionary, record);
    changes.documents.push_back({number, contents_of(record, *dictionary)});
  }));
  changes.dictionary = std::move(dictionary);
  changes.vocabulary = std::make_shared<const Vocabulary>(std::move(contents.vocabulary));
  changes.tree = std::make_shared<const std::vector<Category>>(std::move(contents.categories));
  Snapshot nothing;
  nothing.state.generation = -1;  // so that the words count as changed
  auto snapshot = next_snapshot(nothing, changes, now);
  return OpenedFile{.file = std::move(file), .snapshot = std::move(snapshot)};
}

Result<OpenedFile> open_file(const IndexPlace& place, const Languages& languages, Instant now) {
  TRY(IndexFile file, IndexFile::open(place, languages));
  return with_snapshot(std::move(file), now);
}
Result<OpenedFile> replace_file(const IndexPlace& place, const Languages& languages, Instant now) {
  TRY(IndexFile file, IndexFile::replace(place, languages));
  return with_snapshot(std::move(file), now);
}

}  // namespace

Result<std::unique_ptr<ports::CatalogIndex>> open_catalog_index(const IndexPlace& place, const ports::Clock& clock,
                                                                const Languages& languages) {
  TRY(Analyzer analyzer, Analyzer::make(languages));
  auto opened = open_file(place, languages, clock.now());
  // The damaged file is closed again by now: closing it any later would remove the log of the new one.
  const bool damaged = !opened && opened.error().code == ErrorCode::corrupt;
  if (damaged) opened = replace_file(place, languages, clock.now());
  if (!opened) return std::unexpected(std::move(opened).error());
  IndexWriter writer(std::move(opened->file), std::move(analyzer));
  return std::make_unique<Fts5CatalogIndex>(place, languages, clock, std::move(writer), std::move(opened->snapshot));
}

}  // namespace souk::search
