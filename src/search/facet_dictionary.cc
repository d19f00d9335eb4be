#include "search/facet_dictionary.h"

#include "search/characters.h"

namespace souk::search {

FacetDictionary::FacetDictionary() : values_(kFirstOption) {}

std::string FacetDictionary::key(FacetNumber facet, std::string_view text) {
  std::string key = std::to_string(facet);
  key.push_back('\0');
  key += text;
  return key;
}

ValueNumber FacetDictionary::value_for(FacetNumber facet, std::string_view label) {
  const auto [found, is_new] = value_numbers_.try_emplace(key(facet, folded(label)), value_count_);
  if (is_new) {
    values_[facet].push_back(value_count_);
    ++value_count_;
  }
  return found->second;
}

LabelNumber FacetDictionary::add(FacetNumber facet, const std::string& label) {
  const auto [found, is_new] = label_numbers_.try_emplace(key(facet, label), static_cast<LabelNumber>(labels_.size()));
  if (is_new) labels_.push_back({value_for(facet, label), label});
  return found->second;
}

FacetNumber FacetDictionary::add_option(const std::string& name) {
  const auto [found, is_new] = option_facets_.try_emplace(folded(name), facets());
  if (is_new) {
    values_.emplace_back();
    names_.push_back(value_for(kOptionName, name));
  }
  return found->second;
}

std::optional<ValueNumber> FacetDictionary::find(FacetNumber facet, std::string_view label) const {
  const auto found = value_numbers_.find(key(facet, folded(label)));
  return found == value_numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<LabelNumber> FacetDictionary::find_label(FacetNumber facet, std::string_view label) const {
  const auto found = label_numbers_.find(key(facet, label));
  return found == label_numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<FacetNumber> FacetDictionary::find_option(std::string_view name) const {
  const auto found = option_facets_.find(folded(name));
  return found == option_facets_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace souk::search
