#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace souk::search {

using FacetNumber = std::uint32_t;
using ValueNumber = std::uint32_t;
using LabelNumber = std::uint32_t;

/// Numbers for the tags, vendors and options that products are filtered by. A *value* is what filters mean ("red" of option
/// "color"), a *label* one spelling of it ("Red", "RED"): merchants spell the same thing in several ways. Only grows; the
/// snapshot drops what no product has.
class FacetDictionary {
 public:
  static constexpr FacetNumber kTag = 0;
  static constexpr FacetNumber kVendor = 1;
  static constexpr FacetNumber kOptionName = 2;  // its values name the facets that follow
  static constexpr FacetNumber kFirstOption = 3;

  FacetDictionary();

  /// Labels that fold alike are one value.
  LabelNumber add(FacetNumber facet, const std::string& label);
  FacetNumber add_option(const std::string& name);

  std::optional<LabelNumber> find_label(FacetNumber facet, std::string_view label) const;
  std::optional<ValueNumber> find(FacetNumber facet, std::string_view label) const;
  std::optional<FacetNumber> find_option(std::string_view name) const;

  FacetNumber facets() const { return static_cast<FacetNumber>(values_.size()); }
  /// In the order they were met.
  const std::vector<ValueNumber>& values(FacetNumber facet) const { return values_[facet]; }
  std::size_t value_count() const { return value_count_; }
  std::size_t label_count() const { return labels_.size(); }
  ValueNumber value_of(LabelNumber label) const { return labels_[label].value; }
  const std::string& text(LabelNumber label) const { return labels_[label].text; }
  /// The value of kOptionName that names this option facet.
  ValueNumber name_of_option(FacetNumber facet) const { return names_[facet - kFirstOption]; }

 private:
  struct Label {
    ValueNumber value;
    std::string text;
  };
  using Numbers = std::unordered_map<std::string, std::uint32_t>;  // by key()
  static std::string key(FacetNumber facet, std::string_view text);
  ValueNumber value_for(FacetNumber facet, std::string_view label);

  Numbers value_numbers_, label_numbers_, option_facets_;
  std::vector<std::vector<ValueNumber>> values_;  // by facet
  std::vector<ValueNumber> names_;                // by facet, from kFirstOption
  std::vector<Label> labels_;
  ValueNumber value_count_ = 0;
};

}  // namespace souk::search
