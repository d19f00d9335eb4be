#include "search/filter.h"

#include <algorithm>

namespace souk::search {

namespace {

constexpr FacetNumber kUnknownFacet = ~FacetNumber{0};
const DocumentSet no_documents;

}  // namespace

bool VariantRule::accepts(const DocumentVariant& variant) const {
  if (available && !variant.available) return false;
  if (!within_prices(variant.price)) return false;
  return std::ranges::all_of(options, [&](const std::vector<ValueNumber>& values) {
    return std::ranges::any_of(values, [&](ValueNumber value) { return variant.has(value); });
  });
}

Filter::Filter(const Snapshot& snapshot, const ports::ProductQuery& query, const DocumentBits* text)
    : snapshot_(snapshot), query_(query), text_(text) {
  choose_options(query.options);
}

void Filter::choose_options(const std::vector<std::pair<std::string, std::string>>& options) {
  for (const auto& [name, label] : options) {
    const FacetNumber facet = snapshot_.dictionary->find_option(name).value_or(kUnknownFacet);
    auto choice = std::ranges::find(options_, facet, &OptionChoice::facet);
    if (choice == options_.end()) choice = options_.insert(choice, OptionChoice{.facet = facet, .values = {}});
    if (facet == kUnknownFacet) continue;  // no product has it, so none matches
    if (const auto value = snapshot_.dictionary->find(facet, label)) choice->values.push_back(*value);
  }
}

bool Filter::chooses(Ignoring criterion) const {
  switch (criterion.criterion) {
    case Criterion::none: return false;
    case Criterion::category: return query_.category_slug.has_value();
    case Criterion::vendors: return !query_.vendors.empty();
    case Criterion::price: return query_.price_min || query_.price_max;
    case Criterion::in_stock: return query_.in_stock.has_value();
    case Criterion::option: return std::ranges::find(options_, criterion.option, &OptionChoice::facet) != options_.end();
  }
  std::unreachable();
}

const DocumentSet& Filter::set_of(FacetNumber facet, const std::string& label) const {
  const auto value = snapshot_.dictionary->find(facet, label);
  return value ? snapshot_.documents_with(*value) : no_documents;
}

DocumentBits Filter::matching(Ignoring ignoring) const {
  DocumentBits bits = snapshot_.visible;
  const auto narrows = [&](Criterion criterion) { return ignoring.criterion != criterion; };
  if (text_ != nullptr) bits.keep_only(*text_);
  if (query_.category_slug && narrows(Criterion::category)) {
    const auto& [all, by_slug] = *snapshot_.categories;
    const auto found = by_slug.find(*query_.category_slug);
    bits.keep_only(found == by_slug.end() ? no_documents : all[found->second].documents);
  }
  for (const auto& tag : query_.tags) bits.keep_only(set_of(FacetDictionary::kTag, tag));
  if (!query_.vendors.empty() && narrows(Criterion::vendors)) {
    DocumentBits any(snapshot_.documents.size());
    for (const auto& vendor : query_.vendors) any.add_all(set_of(FacetDictionary::kVendor, vendor));
    bits.keep_only(any);
  }
  if (query_.in_stock == false && narrows(Criterion::in_stock)) bits.drop(snapshot_.available);
  keep_variants(bits, rule(ignoring));
  return bits;
}

VariantRule Filter::rule(Ignoring ignoring) const {
  VariantRule rule;
  if (ignoring.criterion != Criterion::price) {
    rule.price_min = query_.price_min;
    rule.price_max = query_.price_max;
  }
  rule.available = query_.in_stock == true && ignoring.criterion != Criterion::in_stock;
  for (const auto& choice : options_) {
    if (ignoring.criterion == Criterion::option && ignoring.option == choice.facet) continue;
    rule.options.push_back(choice.values);
  }
  return rule;
}

void Filter::keep_variants(DocumentBits& bits, const VariantRule& rule) const {
  if (rule.parts() == 0) return;
  if (rule.available) bits.keep_only(snapshot_.available);
  for (const auto& values : rule.options) {
    DocumentBits any(snapshot_.documents.size());
    for (const ValueNumber value : values) any.add_all(snapshot_.documents_with(value));
    bits.keep_only(any);
  }
  if (rule.parts() == 1 && !rule.prices()) return;
  DocumentBits refused(snapshot_.documents.size());
  bits.for_each([&](DocumentNumber document) {
    if (!has_variant(document, rule)) refused.add(document);
  });
  bits.drop(refused);
}

bool Filter::has_variant(DocumentNumber document, const VariantRule& rule) const {
  const std::int64_t cheapest = snapshot_.documents.price_min(document);
  const std::int64_t dearest = snapshot_.documents.price_max(document);
  if (rule.price_max && cheapest > *rule.price_max) return false;
  if (rule.price_min && dearest < *rule.price_min) return false;
  const bool one_is_within = rule.within_prices(cheapest) || rule.within_prices(dearest);
  if (rule.parts() == 1 && one_is_within) return true;
  return std::ranges::any_of(snapshot_.documents.variants(document), [&](const DocumentVariant& v) { return rule.accepts(v); });
}

}  // namespace souk::search
