#include "search/document_set.h"

#include <algorithm>
#include <iterator>
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

DocumentBits DocumentBits::resized(std::size_t documents) const {
  DocumentBits copy = *this;
  copy.words_.resize((documents + 63) / 64);
  return copy;
}

void DocumentBits::keep_only(const DocumentBits& other) {
  const std::size_t shared = std::min(words_.size(), other.words_.size());
  for (std::size_t i = 0; i < shared; ++i) words_[i] &= other.words_[i];
  std::fill(words_.begin() + static_cast<std::ptrdiff_t>(shared), words_.end(), 0);
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
  const std::size_t shared = std::min(words_.size(), other.words_.size());
  for (std::size_t i = 0; i < shared; ++i) words_[i] &= ~other.words_[i];
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

DocumentSet DocumentSet::changed(const std::vector<DocumentNumber>& added, const std::vector<DocumentNumber>& removed,
                                 std::size_t documents) const {
  std::vector<DocumentNumber> before = list_;
  bits_.for_each([&](DocumentNumber document) { before.push_back(document); });
  std::vector<DocumentNumber> kept;
  std::ranges::set_difference(before, removed, std::back_inserter(kept));
  std::vector<DocumentNumber> after;
  std::ranges::set_union(kept, added, std::back_inserter(after));
  return {std::move(after), documents};
}

std::int64_t DocumentSet::count_within(const DocumentBits& bits) const {
  std::int64_t total = 0;
  for (const DocumentNumber document : list_) total += bits.contains(document) ? 1 : 0;
  const std::size_t shared = std::min(bits_.words_.size(), bits.words_.size());
  for (std::size_t i = 0; i < shared; ++i) total += std::popcount(bits_.words_[i] & bits.words_[i]);
  return total;
}

}  // namespace souk::search
