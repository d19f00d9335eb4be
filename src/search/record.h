#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/error/error.h"
#include "commerce/time/instant.h"
#include "ports/catalog_index.h"
#include "search/packing.h"

namespace souk::search {

/// A variant as filters see it.
struct RecordVariant {
  std::int64_t price = 0;
  bool available = false;
  std::vector<std::string> option_values;
  friend bool operator==(const RecordVariant&, const RecordVariant&) = default;
};

/// What the index stores of one product beside its words.
struct Record {
  ports::ProductSummary summary;
  Instant newest_at{};  // its publish date, else when it was made
  std::optional<Instant> publish_at;
  std::vector<CategoryId> categories;  // its own, without ancestors
  std::vector<std::string> option_names;
  std::vector<RecordVariant> variants;  // all of them; the summary has the first ten
  std::int64_t words = 0;               // of all texts
  std::int64_t title_words = 0;
};

// Lists carry the first variants only; a product page reads the rest.
inline constexpr std::size_t kSummaryVariants = 10;

/// Without the lengths, which the texts give.
Record record_of(const ports::IndexedProduct& indexed);

Bytes pack(const Record& record);
/// Errors: corrupt.
Result<Record> unpack_record(std::span<const std::uint8_t> bytes);

/// A summary by itself, in the form the snapshot keeps it in: a fifth of the size of the object.
Bytes pack(const ports::ProductSummary& summary);
Result<ports::ProductSummary> unpack_summary(std::span<const std::uint8_t> bytes);

}  // namespace souk::search
