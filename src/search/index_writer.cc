#include "search/index_writer.h"

#include <algorithm>
#include <utility>

namespace souk::search {

namespace {

bool same_tree(const std::vector<Category>& a, const std::vector<Category>& b) {
  const auto same = [](const Category& x, const Category& y) {
    return x.id == y.id && x.slug == y.slug && x.title == y.title && x.parent == y.parent;
  };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same);
}

using Records = std::map<DocumentNumber, std::optional<Record>>;
using SharedDictionary = std::shared_ptr<const FacetDictionary>;

/// The dictionary itself when it has all labels of the records, as it mostly does; else a larger one.
SharedDictionary with_labels(const SharedDictionary& dictionary, const Records& records) {
  const auto has_all = [&](const auto& one) { return !one.second || has_labels(*dictionary, *one.second); };
  if (std::ranges::all_of(records, has_all)) return dictionary;
  auto larger = std::make_shared<FacetDictionary>(*dictionary);
  for (const auto& [number, record] : records) {
    if (record) add_labels(*larger, *record);
  }
  return larger;
}

}  // namespace

Result<SnapshotChanges> IndexWriter::write(const Batch& batch, const Snapshot& before) {
  if (!numbers_known_) recall_numbers(before);
  numbers_known_ = false;
  Progress progress{.before = before, .records = {}, .words = {}};
  TRY(auto transaction, file_.begin());
  TRY(apply(batch, progress));
  const IndexState state{.sequence = batch.sequence, .generation = before.state.generation + (progress.texts_changed ? 1 : 0)};
  TRY(file_.put_state(state));
  TRY(transaction.commit());
  numbers_known_ = true;
  return changes_of(batch, progress, state);
}

Result<void> IndexWriter::apply(const Batch& batch, Progress& progress) {
  for (const auto& indexed : batch.puts) {
    const bool listed = indexed.product.status == ProductStatus::active;
    TRY(listed ? put(indexed, progress) : erase(indexed.product.id, progress));
  }
  for (const ProductId& id : batch.erased) TRY(erase(id, progress));
  TRY(file_.change_words(progress.words));
  if (!same_tree(batch.categories, *progress.before.tree)) TRY(file_.put_categories(batch.categories));
  return {};
}

Result<void> IndexWriter::put(const ports::IndexedProduct& indexed, Progress& progress) {
  const DocumentNumber number = number_for(indexed.product.id);
  Record record = record_of(indexed);
  TRY(const TextLengths lengths, put_texts(number, indexed.product, progress));
  record.words = lengths.words;
  record.title_words = lengths.title_words;
  TRY(file_.put_record(number, record));
  progress.records.insert_or_assign(number, std::move(record));
  return {};
}

/// Most puts tell of prices and stock: words are broken and indexed again only when they changed.
Result<TextLengths> IndexWriter::put_texts(DocumentNumber number, const Product& product, Progress& progress) {
  const ProductTexts texts = texts_of(product);
  TRY(const auto stored, file_.texts(number));
  if (stored == texts) {
    const auto in_batch = progress.records.find(number);
    if (in_batch != progress.records.end() && in_batch->second) {
      return TextLengths{.words = in_batch->second->words, .title_words = in_batch->second->title_words};
    }
    const Document& known = progress.before.documents[number];
    return TextLengths{.words = static_cast<std::int64_t>(known.words),
                       .title_words = static_cast<std::int64_t>(known.title_words)};
  }
  progress.texts_changed = true;
  if (stored) count_words(*stored, analyzer_, -1, progress.words);
  TRY(file_.put_texts(number, texts));
  return count_words(texts, analyzer_, 1, progress.words);
}

Result<void> IndexWriter::erase(const ProductId& id, Progress& progress) {
  const auto known = numbers_.find(id);
  if (known == numbers_.end()) return {};
  const DocumentNumber number = known->second;
  TRY(const auto stored, file_.texts(number));
  if (stored) count_words(*stored, analyzer_, -1, progress.words);
  TRY(file_.erase(number));
  progress.texts_changed = true;
  progress.records.insert_or_assign(number, std::nullopt);
  numbers_.erase(known);
  free_.push_back(number);
  return {};
}

DocumentNumber IndexWriter::number_for(const ProductId& id) {
  const auto [known, is_new] = numbers_.try_emplace(id, next_);
  if (!is_new) return known->second;
  if (free_.empty()) {
    ++next_;
  } else {
    known->second = free_.back();
    free_.pop_back();
  }
  return known->second;
}

void IndexWriter::recall_numbers(const Snapshot& snapshot) {
  numbers_.clear();
  free_.clear();
  next_ = static_cast<DocumentNumber>(snapshot.documents.size());
  for (DocumentNumber number = 0; number < next_; ++number) {
    if (const Document* const document = snapshot.documents.find(number)) {
      numbers_.emplace(document->id, number);
    } else {
      free_.push_back(number);
    }
  }
}

SnapshotChanges IndexWriter::changes_of(const Batch& batch, const Progress& progress, const IndexState& state) {
  SnapshotChanges changes{.state = state};
  changes.dictionary = with_labels(progress.before.dictionary, progress.records);
  for (const auto& [number, record] : progress.records) {
    changes.documents.push_back({number, record ? contents_of(*record, *changes.dictionary) : DocumentContents{}});
  }
  if (!progress.words.empty())
    changes.vocabulary = std::make_shared<const Vocabulary>(*progress.before.vocabulary, progress.words);
  if (!same_tree(batch.categories, *progress.before.tree)) {
    changes.tree = std::make_shared<const std::vector<Category>>(batch.categories);
  }
  return changes;
}

}  // namespace souk::search
