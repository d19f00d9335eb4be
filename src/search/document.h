#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commerce/catalog/product.h"
#include "search/facet_dictionary.h"
#include "search/packing.h"
#include "search/record.h"

namespace souk::search {

/// A variant as filters see it: 24 bytes, since there may be millions of them.
struct DocumentVariant {
  static constexpr ValueNumber kNoValue = ~ValueNumber{0};
  std::int64_t price = 0;
  std::array<ValueNumber, kMaxOptions> options{kNoValue, kNoValue, kNoValue};  // in any order: a value belongs to one facet
  bool available = false;

  bool has(ValueNumber value) const { return options[0] == value || options[1] == value || options[2] == value; }
};

/// What the index keeps of one product in memory. Immutable; snapshots share it.
struct Document {
  ProductId id;
  Instant newest_at{};
  std::optional<Instant> publish_at;
  std::string title_key;  // folded, for sorting
  std::int64_t price_min = 0, price_max = 0;
  Currency currency;
  bool available = false;
  float words = 0, title_words = 0;
  std::vector<CategoryId> categories;  // its own, without ancestors
  std::vector<LabelNumber> labels;     // tags, vendor, option names and option values; each once, ascending
  Bytes summary;                       // packed
};

/// A document with its variants, which are kept apart from it: filters run over those of many documents in a row.
struct DocumentContents {
  std::shared_ptr<const Document> document;  // of the snapshots that show it
  std::vector<DocumentVariant> variants;
};
/// `dictionary` has all labels of the record.
DocumentContents contents_of(const Record& record, const FacetDictionary& dictionary);
bool has_labels(const FacetDictionary& dictionary, const Record& record);
void add_labels(FacetDictionary& dictionary, const Record& record);

}  // namespace souk::search
