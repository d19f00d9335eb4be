#include "shopify/layout.h"

#include <algorithm>

namespace souk::shopify {
namespace {

constexpr std::array<std::string_view, kColumns> kNames{
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Status",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Alt Text",
    "Image Position",
    "SEO Title",
    "SEO Description",
    "Variant Image",
};

}  // namespace

std::string_view name_of(Column column) { return kNames[static_cast<std::size_t>(column)]; }

const std::vector<std::string>& classical_columns() {
  static const std::vector<std::string> columns{"Handle",
                                                "Title",
                                                "Body (HTML)",
                                                "Vendor",
                                                "Type",
                                                "Tags",
                                                "Published",
                                                "Option1 Name",
                                                "Option1 Value",
                                                "Option2 Name",
                                                "Option2 Value",
                                                "Option3 Name",
                                                "Option3 Value",
                                                "Variant SKU",
                                                "Variant Grams",
                                                "Variant Inventory Tracker",
                                                "Variant Inventory Qty",
                                                "Variant Inventory Policy",
                                                "Variant Fulfillment Service",
                                                "Variant Price",
                                                "Variant Compare At Price",
                                                "Variant Requires Shipping",
                                                "Variant Taxable",
                                                "Variant Barcode",
                                                "Image Src",
                                                "Image Alt Text",
                                                "Gift Card",
                                                "SEO Title",
                                                "SEO Description",
                                                "Google Shopping / Google Product Category",
                                                "Google Shopping / Gender",
                                                "Google Shopping / Age Group",
                                                "Google Shopping / MPN",
                                                "Google Shopping / AdWords Grouping",
                                                "Google Shopping / AdWords Labels",
                                                "Google Shopping / Condition",
                                                "Google Shopping / Custom Product",
                                                "Google Shopping / Custom Label 0",
                                                "Google Shopping / Custom Label 1",
                                                "Google Shopping / Custom Label 2",
                                                "Google Shopping / Custom Label 3",
                                                "Google Shopping / Custom Label 4",
                                                "Variant Image",
                                                "Variant Weight Unit"};
  return columns;
}

Result<Layout> Layout::read(const std::vector<std::string>& header) {
  Layout layout;
  layout.width_ = header.size();
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string& name = header[i];
    if (std::count(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(i), name) > 0)
      return fail(ErrorCode::validation_failed, "The column '" + name + "' stands twice in the header");
    const auto known = std::find(kNames.begin(), kNames.end(), name);
    if (known != kNames.end())
      layout.positions_[static_cast<std::size_t>(known - kNames.begin())] = i;
    else if (!name.empty())
      layout.extras_.push_back({name, i});
  }
  if (!layout.has(Column::handle))
    return fail(ErrorCode::validation_failed, "The first row names no column 'Handle': this is not a product export");
  return layout;
}

std::string_view Layout::value(const std::vector<std::string>& fields, Column column) const {
  const auto position = positions_[static_cast<std::size_t>(column)];
  return position && *position < fields.size() ? std::string_view{fields[*position]} : std::string_view{};
}

}  // namespace souk::shopify
