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

/// Calls `visit(facet, label)` for tags, vendor and option names.
template <class Visit>
void for_each_shared_label(const Record& record, Visit visit) {
  for (const auto& tag : record.summary.tags) visit(FacetDictionary::kTag, tag);
  if (!record.summary.vendor.empty()) visit(FacetDictionary::kVendor, record.summary.vendor);
  for (const auto& name : record.option_names) visit(FacetDictionary::kOptionName, name);
}

/// How many of a variant's option values have a name and a place in DocumentVariant.
std::size_t options_of(const Record& record, const RecordVariant& variant) {
  return std::min({record.option_names.size(), variant.option_values.size(), kMaxOptions});
}

std::vector<DocumentVariant> variants_of(const Record& record, const FacetDictionary& dictionary,
                                         std::vector<LabelNumber>& labels) {
  std::vector<FacetNumber> facets;
  facets.reserve(record.option_names.size());
  for (const auto& name : record.option_names) facets.push_back(dictionary.find_option(name).value());
  std::vector<DocumentVariant> variants;
  for (const auto& variant : record.variants) {
    DocumentVariant& stored = variants.emplace_back();
    stored.price = variant.price;
    stored.available = variant.available;
    for (std::size_t i = 0; i < options_of(record, variant); ++i) {
      labels.push_back(dictionary.find_label(facets[i], variant.option_values[i]).value());
      stored.options[i] = dictionary.value_of(labels.back());
    }
  }
  return variants;
}

Document document_of(const Record& record) {
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
  document.summary.shrink_to_fit();
  return document;
}

}  // namespace

DocumentContents contents_of(const Record& record, const FacetDictionary& dictionary) {
  std::vector<LabelNumber> labels;
  for_each_shared_label(record, [&](FacetNumber facet, const std::string& label) {
    labels.push_back(dictionary.find_label(facet, label).value());
  });
  DocumentContents contents;
  contents.variants = variants_of(record, dictionary, labels);
  std::ranges::sort(labels);
  const auto repeated = std::ranges::unique(labels);
  Document document = document_of(record);
  document.labels.assign(labels.begin(), repeated.begin());
  contents.document = std::make_shared<const Document>(std::move(document));
  return contents;
}

bool has_labels(const FacetDictionary& dictionary, const Record& record) {
  bool all = true;
  for_each_shared_label(record,
                        [&](FacetNumber facet, const std::string& label) { all = all && dictionary.find_label(facet, label); });
  std::vector<std::optional<FacetNumber>> facets;
  facets.reserve(record.option_names.size());
  for (const auto& name : record.option_names) facets.push_back(dictionary.find_option(name));
  for (const auto& variant : record.variants) {
    for (std::size_t i = 0; all && i < options_of(record, variant); ++i) {
      all = facets[i] && dictionary.find_label(*facets[i], variant.option_values[i]);
    }
  }
  return all;
}

void add_labels(FacetDictionary& dictionary, const Record& record) {
  for_each_shared_label(record, [&](FacetNumber facet, const std::string& label) { dictionary.add(facet, label); });
  std::vector<FacetNumber> facets;
  facets.reserve(record.option_names.size());
  for (const auto& name : record.option_names) facets.push_back(dictionary.add_option(name));
  for (const auto& variant : record.variants) {
    for (std::size_t i = 0; i < options_of(record, variant); ++i) dictionary.add(facets[i], variant.option_values[i]);
  }
}

}  // namespace souk::search
