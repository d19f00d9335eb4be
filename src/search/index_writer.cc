#include "search/index_writer.h"

#include <utility>

namespace souk::search {

namespace {

bool same_tree(const std::vector<Category>& a, const std::vector<Category>& b) {
  const auto same = [](const Category& x, const Category& y) {
    return x.id == y.id && x.slug == y.slug && x.title == y.title && x.parent == y.parent;
  };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same);
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
  return changes_of(batch, std::move(progress), state);
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
    const Document& known = *progress.before.documents[number];
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
    if (snapshot.documents[number] == nullptr) {
      free_.push_back(number);
    } else {
      numbers_.emplace(snapshot.documents[number]->id, number);
    }
  }
}

SnapshotChanges IndexWriter::changes_of(const Batch& batch, Progress progress, const IndexState& state) const {
  SnapshotChanges changes{.state = state};
  auto dictionary = std::make_shared<FacetDictionary>(*progress.before.dictionary);
  for (const auto& [number, record] : progress.records) {
    changes.documents.emplace_back(number,
                                   record ? std::make_shared<const Document>(document_of(*record, *dictionary)) : nullptr);
  }
  changes.dictionary = std::move(dictionary);
  if (!progress.words.empty()) changes.vocabulary = std::make_shared<Vocabulary>(*progress.before.vocabulary, progress.words);
  if (!same_tree(batch.categories, *progress.before.tree)) {
    changes.tree = std::make_shared<const std::vector<Category>>(batch.categories);
  }
  return changes;
}

}  // namespace souk::search
