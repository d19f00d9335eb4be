#include "search/document_set.h"

#include <algorithm>
#include <utility>

namespace souk::search {

bool DocumentBits::empty() const {
  return std::ranges::all_of(words_, [](std::uint64_t word) { return word == 0; });
}

std::int64_t DocumentBits::count() const {
  std::int64_t total = 0;
  for (const std::uint64_t word : words_) total += std::popcount(word);
  return total;
}

void DocumentBits::keep_only(const DocumentBits& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
}

void DocumentBits::keep_only(const DocumentSet& other) {
  if (!other.bits_.words_.empty()) return keep_only(other.bits_);
  DocumentBits kept(words_.size() * 64);
  for (const DocumentNumber document : other.list_) {
    if (contains(document)) kept.add(document);
  }
  words_ = std::move(kept.words_);
}

void DocumentBits::drop(const DocumentBits& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
}

void DocumentBits::add_all(const DocumentSet& other) {
  for (std::size_t i = 0; i < other.bits_.words_.size(); ++i) words_[i] |= other.bits_.words_[i];
  for (const DocumentNumber document : other.list_) add(document);
}

DocumentSet::DocumentSet(std::vector<DocumentNumber> ascending, std::size_t documents) {
  const bool list_is_smaller = ascending.size() * 32 < documents;
  if (list_is_smaller) {
    list_ = std::move(ascending);
    list_.shrink_to_fit();
    return;
  }
  bits_ = DocumentBits(documents);
  for (const DocumentNumber document : ascending) bits_.add(document);
}

std::int64_t DocumentSet::count_within(const DocumentBits& bits) const {
  std::int64_t total = 0;
  for (const DocumentNumber document : list_) total += bits.contains(document) ? 1 : 0;
  for (std::size_t i = 0; i < bits_.words_.size(); ++i) total += std::popcount(bits_.words_[i] & bits.words_[i]);
  return total;
}

}  // namespace souk::search
