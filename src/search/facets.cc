#include "search/facets.h"

#include <algorithm>
#include <span>
#include <string>
#include <tuple>

namespace souk::search {

namespace {

using ports::Facet;
using ports::FacetValue;

Facet facet_of(std::string name, std::vector<FacetValue> values) {
  std::erase_if(values, [](const FacetValue& value) { return value.count == 0; });
  const auto before = [](const FacetValue& a, const FacetValue& b) {
    return std::tie(b.count, a.label) < std::tie(a.count, b.label);
  };
  const std::size_t kept = std::min(values.size(), kMaxFacetValues);
  std::ranges::partial_sort(values, values.begin() + static_cast<std::ptrdiff_t>(kept), before);
  values.resize(kept);
  return {.name = std::move(name), .values = std::move(values)};
}

/// Counts the facets of one query. The matches themselves are worked out once: most facets have no choice to ignore.
class FacetCounter {
 public:
  explicit FacetCounter(const Filter& filter) : filter_(filter), snapshot_(filter.snapshot()), matches_(filter.matching()) {}

  Facet categories() const;
  Facet labeled(std::string name, FacetNumber facet, Ignoring own) const;
  Facet in_stock() const;
  std::vector<Facet> options() const;

 private:
  using Counts = std::vector<std::int64_t>;  // by value number
  DocumentBits matching(Ignoring own) const { return filter_.chooses(own) ? filter_.matching(own) : matches_; }
  std::span<const DocumentVariant> variants(DocumentNumber document) const { return snapshot_.documents.variants(document); }
  Counts counts_by_variant(const DocumentBits& bits, const VariantRule& rule) const;
  Facet from_counts(std::string name, FacetNumber facet, const Counts& counts) const;
  std::vector<FacetNumber> shown_options() const;
  std::string name_of(FacetNumber option) const {
    return "option." + snapshot_.label(snapshot_.dictionary->name_of_option(option));
  }

  const Filter& filter_;
  const Snapshot& snapshot_;
  const DocumentBits matches_;
};

Facet FacetCounter::categories() const {
  const DocumentBits bits = matching({Criterion::category});
  std::vector<FacetValue> values;
  for (const auto& category : snapshot_.categories->all) {
    values.push_back({.value = category.slug, .label = category.title, .count = category.documents.count_within(bits)});
  }
  return facet_of("category", std::move(values));
}

Facet FacetCounter::labeled(std::string name, FacetNumber facet, Ignoring own) const {
  const DocumentBits bits = matching(own);
  std::vector<FacetValue> values;
  for (const ValueNumber value : snapshot_.dictionary->values(facet)) {
    const std::string& label = snapshot_.label(value);
    values.push_back({.value = label, .label = label, .count = snapshot_.documents_with(value).count_within(bits)});
  }
  return facet_of(std::move(name), std::move(values));
}

Facet FacetCounter::in_stock() const {
  const DocumentBits bits = matching({Criterion::in_stock});
  VariantRule rule = filter_.rule({Criterion::in_stock});
  rule.available = true;
  std::int64_t available = 0;
  std::int64_t sold_out = 0;
  bits.for_each([&](DocumentNumber document) {
    if (!snapshot_.available.contains(document)) {
      ++sold_out;
    } else if (rule.parts() == 1 || std::ranges::any_of(variants(document), [&](const auto& v) { return rule.accepts(v); })) {
      ++available;
    }
  });
  return facet_of("in_stock", {{.value = "true", .label = "In stock", .count = available},
                               {.value = "false", .label = "Sold out", .count = sold_out}});
}

std::vector<Facet> FacetCounter::options() const {
  std::vector<Facet> facets;
  std::optional<Counts> counts_of_matches;
  for (const FacetNumber option : shown_options()) {
    const Ignoring own{Criterion::option, option};
    const VariantRule rule = filter_.rule(own);
    if (rule.parts() == 0) {
      facets.push_back(labeled(name_of(option), option, own));
    } else if (filter_.chooses(own)) {
      facets.push_back(from_counts(name_of(option), option, counts_by_variant(filter_.matching(own), rule)));
    } else {
      if (!counts_of_matches) counts_of_matches = counts_by_variant(matches_, rule);
      facets.push_back(from_counts(name_of(option), option, *counts_of_matches));
    }
  }
  std::erase_if(facets, [](const Facet& facet) { return facet.values.empty(); });
  return facets;
}

/// For each value the documents with a variant that has it and obeys the rule.
FacetCounter::Counts FacetCounter::counts_by_variant(const DocumentBits& bits, const VariantRule& rule) const {
  constexpr DocumentNumber kNone = ~DocumentNumber{0};
  Counts counts(snapshot_.dictionary->value_count());
  std::vector<DocumentNumber> counted_for(counts.size(), kNone);
  bits.for_each([&](DocumentNumber document) {
    for (const DocumentVariant& variant : variants(document)) {
      if (!rule.accepts(variant)) continue;
      for (const ValueNumber value : variant.options) {
        if (value == DocumentVariant::kNoValue || counted_for[value] == document) continue;
        counted_for[value] = document;
        ++counts[value];
      }
    }
  });
  return counts;
}

Facet FacetCounter::from_counts(std::string name, FacetNumber facet, const Counts& counts) const {
  std::vector<FacetValue> values;
  for (const ValueNumber value : snapshot_.dictionary->values(facet)) {
    const std::string& label = snapshot_.label(value);
    values.push_back({.value = label, .label = label, .count = counts[value]});
  }
  return facet_of(std::move(name), std::move(values));
}

/// The options that most of the matches have, those that were chosen in any case.
std::vector<FacetNumber> FacetCounter::shown_options() const {
  struct Shown {
    bool chosen;
    std::int64_t products;
    FacetNumber option;
  };
  std::vector<Shown> shown;
  for (FacetNumber option = FacetDictionary::kFirstOption; option < snapshot_.dictionary->facets(); ++option) {
    const bool chosen = filter_.chooses({Criterion::option, option});
    const auto products = snapshot_.documents_with(snapshot_.dictionary->name_of_option(option)).count_within(matches_);
    if (chosen || products > 0) shown.push_back({chosen, products, option});
  }
  const auto before = [&](const Shown& a, const Shown& b) {
    return std::tuple(b.chosen, b.products, name_of(a.option)) < std::tuple(a.chosen, a.products, name_of(b.option));
  };
  std::ranges::sort(shown, before);
  if (shown.size() > kMaxOptionFacets) shown.resize(kMaxOptionFacets);
  std::vector<FacetNumber> options;
  options.reserve(shown.size());
  for (const Shown& one : shown) options.push_back(one.option);
  return options;
}

}  // namespace

std::vector<Facet> count_facets(const Filter& filter) {
  // A product must have all of the chosen tags, so they narrow each other; of the other facets one value more widens.
  const FacetCounter counter(filter);
  std::vector<Facet> facets{counter.categories(), counter.labeled("vendor", FacetDictionary::kVendor, {Criterion::vendors}),
                            counter.labeled("tag", FacetDictionary::kTag, {}), counter.in_stock()};
  std::erase_if(facets, [](const Facet& facet) { return facet.values.empty(); });
  for (auto& option : counter.options()) facets.push_back(std::move(option));
  return facets;
}

std::optional<std::pair<Money, Money>> price_range(const Filter& filter) {
  const Snapshot& snapshot = filter.snapshot();
  std::optional<std::pair<Money, Money>> range;
  filter.matching({Criterion::price}).for_each([&](DocumentNumber document) {
    if (!range) {
      const Currency currency = snapshot.documents[document].currency;
      range.emplace(Money{snapshot.documents.price_min(document), currency},
                    Money{snapshot.documents.price_max(document), currency});
    }
    range->first.minor = std::min(range->first.minor, snapshot.documents.price_min(document));
    range->second.minor = std::max(range->second.minor, snapshot.documents.price_max(document));
  });
  return range;
}

}  // namespace souk::search
