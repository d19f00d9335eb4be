#include "search/document.h"

#include <algorithm>

#include "search/characters.h"

namespace souk::search {

namespace {

// Titles that agree this far may stand in any order; positions in lists carry the key, so it must stay short.
constexpr std::size_t kMaxTitleKeyBytes = 80;

std::string title_key_of(const std::string& title) {
  std::string key = folded(title);
  std::size_t length = std::min(key.size(), kMaxTitleKeyBytes);
  while (length < key.size() && length > 0 && (static_cast<unsigned char>(key[length]) & 0xC0) == 0x80) --length;
  key.resize(length);
  return key;
}

void add_labels(Document& document, const Record& record, FacetDictionary& dictionary) {
  for (const auto& tag : record.summary.tags) document.labels.push_back(dictionary.add(FacetDictionary::kTag, tag));
  if (!record.summary.vendor.empty()) {
    document.labels.push_back(dictionary.add(FacetDictionary::kVendor, record.summary.vendor));
  }
  std::vector<FacetNumber> facets;
  for (const auto& name : record.option_names) {
    facets.push_back(dictionary.add_option(name));
    document.labels.push_back(dictionary.add(FacetDictionary::kOptionName, name));
  }
  for (const auto& variant : record.variants) {
    DocumentVariant& stored = document.variants.emplace_back();
    stored.price = variant.price;
    stored.available = variant.available;
    const std::size_t options = std::min({facets.size(), variant.option_values.size(), kMaxOptions});
    for (std::size_t i = 0; i < options; ++i) {
      const LabelNumber label = dictionary.add(facets[i], variant.option_values[i]);
      stored.options[i] = dictionary.value_of(label);
      document.labels.push_back(label);
    }
  }
}

}  // namespace

Document document_of(const Record& record, FacetDictionary& dictionary) {
  Document document;
  document.id = record.summary.id;
  document.newest_at = record.newest_at;
  document.publish_at = record.publish_at;
  document.title_key = title_key_of(record.summary.title);
  document.price_min = record.summary.price_min.minor;
  document.price_max = record.summary.price_max.minor;
  document.currency = record.summary.price_min.currency;
  document.available = record.summary.available;
  document.words = static_cast<float>(record.words);
  document.title_words = static_cast<float>(record.title_words);
  document.categories = record.categories;
  document.summary = pack(record.summary);
  add_labels(document, record, dictionary);
  std::ranges::sort(document.labels);
  const auto repeated = std::ranges::unique(document.labels);
  document.labels.erase(repeated.begin(), repeated.end());
  document.labels.shrink_to_fit();
  document.variants.shrink_to_fit();
  return document;
}

}  // namespace souk::search
