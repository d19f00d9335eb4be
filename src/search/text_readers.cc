#include "search/text_readers.h"

#include "search/index_file.h"

namespace souk::search {

TextReaders::Lease::~Lease() {
  if (owner_ == nullptr) return;
  const std::scoped_lock lock(owner_->mutex_);
  owner_->idle_.push_back(std::move(reader_));
}

Result<sqlite::Connection*> TextReaders::Lease::connection() {
  if (reader_.connection == nullptr) {
    TRY(reader_.connection, open_reader(owner_->place_, owner_->languages_));
  }
  return reader_.connection.get();
}

Result<TextReaders::Lease> TextReaders::take() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      Lease lease(*this, std::move(idle_.back()));
      idle_.pop_back();
      return lease;
    }
  }
  TRY(Analyzer analyzer, Analyzer::make(languages_));
  return Lease(*this, TextReader{std::move(analyzer)});
}

Result<SharedPostings> TermReader::find(const std::string& term) {
  if (auto known = snapshot_.postings->find(term)) return known;
  if (!transaction_) TRY(begin());
  TRY(auto read, this->read(term));
  auto postings = std::make_shared<const Postings>(std::move(read));
  // An update may have committed since the snapshot was taken: right enough for one answer, but nothing to remember.
  if (generation_ == snapshot_.postings->generation()) snapshot_.postings->keep(term, postings);
  return postings;
}

Result<void> TermReader::begin() {
  TRY(auto* const connection, lease_.connection());
  TRY(auto transaction, sqlite::Transaction::begin(*connection, sqlite::Transaction::Kind::read));
  transaction_.emplace(std::move(transaction));
  TRY(const auto generation, connection->first<std::int64_t>("SELECT generation FROM state"));
  generation_ = generation.value_or(-1);
  return {};
}

Result<Postings> TermReader::read(const std::string& term) {
  TRY(auto* const connection, lease_.connection());
  // In quotes a term is a term: the analyzer leaves nothing but letters and digits in it.
  TRY(auto rows, connection->query("SELECT rowid, souk_hits(words) FROM words WHERE words MATCH ?", '"' + term + '"'));
  Postings postings;
  while (true) {
    TRY(const bool found, rows.next());
    if (!found) return postings;
    const auto document = rows.column<DocumentNumber>(0);
    if (document >= snapshot_.documents.size()) continue;
    postings.add(document, snapshot_.postings->weight(document, rows.integer(1)));
  }
}

}  // namespace souk::search
