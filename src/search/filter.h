#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ports/catalog_index.h"
#include "search/document_set.h"
#include "search/facet_dictionary.h"
#include "search/snapshot.h"

namespace souk::search {

enum class Criterion { none, category, vendors, price, in_stock, option };
/// The criterion that is not to narrow: a facet's own choice, when its values are counted.
struct Ignoring {
  Criterion criterion = Criterion::none;
  FacetNumber option = 0;  // of Criterion::option
};

/// What one and the same variant must have.
struct VariantRule {
  std::optional<std::int64_t> price_min, price_max;
  bool available = false;
  std::vector<std::vector<ValueNumber>> options;  // one of each

  bool prices() const { return price_min || price_max; }
  /// How many kinds of demands: with one, the sets of documents answer alone.
  std::size_t parts() const { return options.size() + (prices() ? 1 : 0) + (available ? 1 : 0); }
  bool within_prices(std::int64_t price) const {
    return (!price_min || price >= *price_min) && (!price_max || price <= *price_max);
  }
  bool accepts(const DocumentVariant& variant) const;
};

/// A query's filters against one snapshot.
class Filter {
 public:
  /// `text`: the documents that match the words; null without words. Both must outlive the filter.
  Filter(const Snapshot& snapshot, const ports::ProductQuery& query, const DocumentBits* text);

  DocumentBits matching(Ignoring ignoring = {}) const;
  VariantRule rule(Ignoring ignoring = {}) const;
  bool chooses(Ignoring criterion) const;
  const Snapshot& snapshot() const { return snapshot_; }

 private:
  struct OptionChoice {
    FacetNumber facet;
    std::vector<ValueNumber> values;
  };
  void choose_options(const std::vector<std::pair<std::string, std::string>>& options);
  const DocumentSet& set_of(FacetNumber facet, const std::string& label) const;
  void keep_variants(DocumentBits& bits, const VariantRule& rule) const;
  bool has_variant(DocumentNumber document, const VariantRule& rule) const;

  const Snapshot& snapshot_;
  const ports::ProductQuery& query_;
  const DocumentBits* text_;
  std::vector<OptionChoice> options_;
};

}  // namespace souk::search
