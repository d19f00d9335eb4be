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
// "Mug" is more about mugs than "Hook for a mug with lid": each further word of the title takes a tenth.
constexpr float kTitleShare = 0.1F;

}  // namespace

PostingsCache::PostingsCache(std::int64_t generation, const Documents& documents)
    : generation_(generation), norms_(documents.size()) {
  double total = 0;
  std::size_t count = 0;
  for (const auto& document : documents) {
    if (document == nullptr) continue;
    total += document->words;
    ++count;
  }
  const float average = count == 0 || total == 0 ? 1 : static_cast<float>(total / static_cast<double>(count));
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (documents[i] == nullptr) continue;
    norms_[i].whole = 1 - kLengthShare + kLengthShare * documents[i]->words / average;
    norms_[i].title = 1 / (1 + kTitleShare * std::max(documents[i]->title_words - 1, 0.0F));
  }
}

float PostingsCache::weight(DocumentNumber document, std::int64_t packed) const {
  const Norm& norm = norms_[document];
  float hits = static_cast<float>(hits_in(packed, TextField::title)) * kFieldWeights[0] * norm.title;
  for (std::size_t field = 1; field < kTextFields; ++field) {
    hits += static_cast<float>(hits_in(packed, static_cast<TextField>(field))) * kFieldWeights[field];
  }
  return hits / (hits + kSaturation * norm.whole);
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
