#include "search/postings.h"

#include <algorithm>
#include <array>

#include "search/text_functions.h"

namespace souk::search {

namespace {

// 100,000 products have some 300 words that more than 5,000 of them share; those all fit. When full, it begins again.
constexpr std::size_t kMaxBytes = 32 << 20;
// The vocabulary is finite, what is typed is not: terms that nothing has are kept as well.
constexpr std::size_t kBytesPerTerm = 128;

// What one hit in each field counts, in the order of TextField.
constexpr std::array<float, kTextFields> kFieldWeights{20, 4, 4, 5, 3, 8, 1};
// BM25's k1, in the unit of the weights: a title says six times as much as one mention in the description.
constexpr float kSaturation = 8;
// BM25's b: how much longer texts count less.
constexpr float kLengthShare = 0.3F;
// "Mug" is more about mugs than "Hook for a mug with lid": each further word of the title makes it a tenth longer.
constexpr float kTitleShare = 0.1F;

}  // namespace

PostingsCache::PostingsCache(std::int64_t generation, std::vector<DocumentLengths> lengths)
    : generation_(generation), lengths_(std::move(lengths)) {
  double words = 0;
  std::size_t documents = 0;
  for (const DocumentLengths& length : lengths_) {
    words += length.words;
    documents += length.words > 0 ? 1 : 0;
  }
  if (documents > 0) average_ = static_cast<float>(words / static_cast<double>(documents));
}

float PostingsCache::weight(DocumentNumber document, std::int64_t packed) const {
  const DocumentLengths& length = lengths_[document];
  const float further_title_words = std::max(length.title_words - 1, 0.0F);
  float hits =
      static_cast<float>(hits_in(packed, TextField::title)) * kFieldWeights[0] / (1 + kTitleShare * further_title_words);
  for (std::size_t field = 1; field < kTextFields; ++field) {
    hits += static_cast<float>(hits_in(packed, static_cast<TextField>(field))) * kFieldWeights[field];
  }
  const float norm = 1 - kLengthShare + kLengthShare * length.words / average_;
  return hits / (hits + kSaturation * norm);
}

SharedPostings PostingsCache::find(const std::string& term) const {
  const std::scoped_lock lock(mutex_);
  const auto found = postings_.find(term);
  return found == postings_.end() ? nullptr : found->second;
}

void PostingsCache::keep(const std::string& term, SharedPostings postings) {
  const std::size_t bytes = kBytesPerTerm + postings->size() * (sizeof(DocumentNumber) + sizeof(float));
  const std::scoped_lock lock(mutex_);
  if (bytes_ + bytes > kMaxBytes) {
    postings_.clear();
    bytes_ = 0;
  }
  if (postings_.emplace(term, std::move(postings)).second) bytes_ += bytes;
}

}  // namespace souk::search
