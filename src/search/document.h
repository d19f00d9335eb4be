#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commerce/catalog/product.h"
#include "search/facet_dictionary.h"
#include "search/packing.h"
#include "search/record.h"

namespace souk::search {

/// A variant as filters see it: 24 bytes, since there are millions of them.
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
  std::vector<LabelNumber> labels;     // tags, vendor, option names and option values; each once
  std::vector<DocumentVariant> variants;
  Bytes summary;  // packed
};

/// Numbers the record's labels in `dictionary`.
Document document_of(const Record& record, FacetDictionary& dictionary);

}  // namespace souk::search
