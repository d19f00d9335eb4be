#include "shopify/export_rows.h"

#include <algorithm>
#include <array>

#include "commerce/money/money.h"

namespace souk::shopify {
namespace {

std::string yes_or_no(bool value) { return value ? "true" : "false"; }

std::string joined(const std::vector<std::string>& tags) {
  std::string text;
  for (const auto& tag : tags) text += (text.empty() ? "" : ", ") + tag;
  return text;
}

std::string variant_column(const std::string& field) { return field.starts_with("Variant ") ? field : "Variant / " + field; }

// Our own picture has no address elsewhere: its media key stands for it, and an import knows it again.
std::string source_of_image(const Image& image) { return image.source_url.empty() ? image.media : image.source_url; }

class Row {
 public:
  explicit Row(const std::vector<std::string>& columns) : columns_(columns), fields_(columns.size()) {}

  void set(std::string_view column, std::string text) {
    const auto found = std::find(columns_.begin(), columns_.end(), column);
    if (found != columns_.end()) fields_[static_cast<std::size_t>(found - columns_.begin())] = std::move(text);
  }
  std::vector<std::string> take() { return std::move(fields_); }

 private:
  const std::vector<std::string>& columns_;
  std::vector<std::string> fields_;
};

void set_shared(Row& row, const Product& product) {
  row.set("Title", product.title);
  row.set("Body (HTML)", product.description_html);
  row.set("Vendor", product.vendor);
  row.set("Type", product.type);
  row.set("Tags", joined(product.tags));
  row.set("Published", yes_or_no(product.status == ProductStatus::active));
  if (product.status == ProductStatus::archived) row.set("Status", "archived");
  row.set("SEO Title", product.seo.title);
  row.set("SEO Description", product.seo.description);
  constexpr std::array names{"Option1 Name", "Option2 Name", "Option3 Name"};
  if (product.options.empty()) row.set(names[0], "Title");
  for (std::size_t i = 0; i < product.options.size() && i < names.size(); ++i) row.set(names.at(i), product.options[i].name);
  for (const auto& [name, value] : product.custom_fields) row.set(name, value);
}

/// What the last file said, if the shop has not touched the count since: it leaves as it came.
const ImportSource::Count* untouched(const StockItem& stock, const std::vector<std::string>& option_values,
                                     const std::optional<ImportSource>& source) {
  if (!source) return nullptr;
  const auto found = source->counts.find(option_values);
  const bool same =
      found != source->counts.end() && found->second.policy == stock.policy && found->second.on_hand == stock.on_hand;
  return same ? &found->second : nullptr;
}

void set_stock(Row& row, const StockItem& stock, const ImportSource::Count* as_it_came) {
  const bool tracked = stock.policy != StockPolicy::untracked;
  row.set("Variant Inventory Tracker", tracked ? "shopify" : "");
  row.set("Variant Inventory Qty", as_it_came ? as_it_came->quantity : tracked ? std::to_string(stock.on_hand) : std::string());
  row.set("Variant Inventory Policy", as_it_came                               ? as_it_came->policy_text
                                      : stock.policy == StockPolicy::backorder ? "continue"
                                                                               : "deny");
}

void set_variant(Row& row, const Variant& variant, const StockItem& stock, const std::optional<ImportSource>& source) {
  constexpr std::array values{"Option1 Value", "Option2 Value", "Option3 Value"};
  if (variant.option_values.empty()) row.set(values[0], "Default Title");
  for (std::size_t i = 0; i < variant.option_values.size() && i < values.size(); ++i)
    row.set(values.at(i), variant.option_values[i]);
  row.set("Variant SKU", variant.sku);
  row.set("Variant Grams", std::to_string(variant.grams));
  set_stock(row, stock, untouched(stock, variant.option_values, source));
  row.set("Variant Price", to_decimal(variant.price));
  if (variant.compare_at_price) row.set("Variant Compare At Price", to_decimal(*variant.compare_at_price));
  row.set("Variant Requires Shipping", yes_or_no(variant.requires_shipping));
  row.set("Variant Taxable", yes_or_no(variant.taxable));
  row.set("Variant Barcode", variant.barcode);
  if (variant.image) row.set("Variant Image", source_of_image(*variant.image));
  for (const auto& [name, value] : variant.custom_fields) row.set(variant_column(name), value);
}

void collect(const std::string& column, std::vector<std::string>& columns) {
  if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
}

}  // namespace

void collect_columns(const Product& product, std::vector<std::string>& columns) {
  if (product.status == ProductStatus::archived) collect("Status", columns);
  for (const auto& [name, value] : product.custom_fields) collect(name, columns);
  for (const auto& variant : product.variants)
    for (const auto& [name, value] : variant.custom_fields) collect(variant_column(name), columns);
}

std::vector<std::vector<std::string>> rows_of(const Product& product, std::span<const StockItem> stock,
                                              const std::optional<ImportSource>& source,
                                              const std::vector<std::string>& columns) {
  std::vector<std::vector<std::string>> rows;
  const std::size_t count = std::max(product.variants.size(), product.images.size());
  for (std::size_t i = 0; i < count; ++i) {
    Row row(columns);
    row.set("Handle", source ? source->handle : product.slug);
    if (i == 0) set_shared(row, product);
    if (i < product.variants.size()) set_variant(row, product.variants[i], stock[i], source);
    if (i < product.images.size()) {
      row.set("Image Src", source_of_image(product.images[i]));
      row.set("Image Alt Text", product.images[i].alt);
    }
    rows.push_back(row.take());
  }
  return rows;
}

}  // namespace souk::shopify
