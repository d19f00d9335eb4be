#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string>

#include "html/sanitize.h"
#include "shopify/product_rows.h"

namespace souk::shopify {
namespace {

constexpr std::string_view kOnlyOption = "Title";  // what the export calls the option of a product without options
constexpr std::string_view kOnlyValue = "Default Title";
constexpr std::string_view kVariantPrefix = "Variant ";       // columns that speak of the row's variant
constexpr std::string_view kOurVariantPrefix = "Variant / ";  // how `souk export` writes a variant's own custom fields

constexpr std::array kOptionNames{Column::option1_name, Column::option2_name, Column::option3_name};
constexpr std::array kOptionValues{Column::option1_value, Column::option2_value, Column::option3_value};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_true(std::string_view text) { return text == "true" || text == "TRUE" || text == "True" || text == "1"; }

std::vector<std::string> split_tags(std::string_view text) {
  std::vector<std::string> tags;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto tag = trimmed(text.substr(0, comma));
    if (!tag.empty() && std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.emplace_back(tag);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return tags;
}

/// The reading of one product: each method takes one kind of column.
class Parsing {
 public:
  Parsing(const ProductRows& rows, const Layout& layout, const Currency& currency, std::vector<Note>& notes)
      : rows_(rows), layout_(layout), currency_(currency), notes_(notes) {}

  std::optional<ParsedProduct> run() {
    read_shared();
    if (!read_description()) return std::nullopt;
    read_options();
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      read_variant(rows_.rows[i], i == 0);
      read_image(rows_.rows[i]);
    }
    order_images();
    if (parsed_.product.variants.empty()) {
      note(rows_.rows.front(), Severity::error, "'" + rows_.handle + "' has no usable variant: left out");
      return std::nullopt;
    }
    drop_unused_values();
    return std::move(parsed_);
  }

 private:
  std::string_view value(const CsvRow& row, Column column) const { return layout_.value(row.fields, column); }
  void note(const CsvRow& row, Severity severity, std::string text) { notes_.push_back({row.line, severity, std::move(text)}); }

  void read_shared() {
    const CsvRow& row = rows_.rows.front();
    Product& product = parsed_.product;
    product.slug = is_slug(rows_.handle) ? rows_.handle : slug_of(rows_.handle);
    if (product.slug != rows_.handle)
      note(row, Severity::warning, "The handle '" + rows_.handle + "' became '" + product.slug + "'");
    product.title = trimmed(value(row, Column::title));
    if (product.title.empty()) {
      product.title = rows_.handle;
      note(row, Severity::warning, "The product has no title: its handle is used");
    }
    product.vendor = trimmed(value(row, Column::vendor));
    product.type = trimmed(value(row, Column::type));
    product.tags = split_tags(value(row, Column::tags));
    product.seo = {std::string(trimmed(value(row, Column::seo_title))),
                   std::string(trimmed(value(row, Column::seo_description)))};
    product.status = read_status(row);
  }

  bool read_description() {
    const CsvRow& row = rows_.rows.front();
    auto clean = html::sanitize(value(row, Column::body));
    if (!clean) {
      note(row, Severity::error, "'" + rows_.handle + "' was left out: " + clean.error().detail);
      return false;
    }
    parsed_.product.description_html = *std::move(clean);
    return true;
  }

  ProductStatus read_status(const CsvRow& row) {
    const auto published = value(row, Column::published);
    const bool shown = published.empty() || is_true(published);
    const auto status = value(row, Column::status);
    if (status == "archived") return ProductStatus::archived;
    if (status == "draft") return ProductStatus::draft;
    if (!status.empty() && status != "active")
      note(row, Severity::warning, "The status '" + std::string(status) + "' is unknown: taken as draft");
    return shown && (status.empty() || status == "active") ? ProductStatus::active : ProductStatus::draft;
  }

  void read_options() {
    const CsvRow& row = rows_.rows.front();
    const bool only_default = value(row, Column::option1_name) == kOnlyOption && value(row, Column::option2_name).empty() &&
                              std::all_of(rows_.rows.begin(), rows_.rows.end(), [this](const CsvRow& each) {
                                const auto text = value(each, Column::option1_value);
                                return text.empty() || text == kOnlyValue;
                              });
    if (only_default) return;
    for (const Column column : kOptionNames) {
      const auto name = trimmed(value(row, column));
      if (name.empty()) break;
      parsed_.product.options.push_back({std::string(name), {}});
    }
  }

  void read_variant(const CsvRow& row, bool first) {
    const auto price_text = trimmed(value(row, Column::price));
    const bool has_options = !trimmed(value(row, Column::option1_value)).empty();
    if (price_text.empty() && !has_options) {
      if (first && rows_.rows.size() == 1) note(row, Severity::error, "The product has no price");
      read_extras(row, first, nullptr);
      return;
    }
    Variant variant;
    const auto price = parse_price(price_text, currency_);
    if (!price) {
      note(row, Severity::error,
           price_text.empty() ? "The variant has no price: left out" : price.error().detail + ": the variant is left out");
      return;
    }
    variant.price = *price;
    if (!read_option_values(row, variant)) return;
    read_variant_columns(row, variant);
    read_extras(row, first, &variant);
    parsed_.stock.push_back(read_stock(row));
    parsed_.variant_lines.push_back(row.line);
    parsed_.product.variants.push_back(std::move(variant));
  }

  bool read_option_values(const CsvRow& row, Variant& variant) {
    auto& options = parsed_.product.options;
    for (std::size_t i = 0; i < options.size(); ++i) {
      auto text = std::string(trimmed(value(row, kOptionValues.at(i))));
      if (text.empty()) {
        text = "Default";
        note(row, Severity::warning, "The option '" + options[i].name + "' has no value here: 'Default' is used");
      }
      variant.option_values.push_back(std::move(text));
    }
    if (!combinations_.insert(variant.option_values).second) {
      note(row, Severity::error, "The same options stand on an earlier row: the variant is left out");
      return false;
    }
    for (std::size_t i = 0; i < options.size(); ++i) {
      auto& values = options[i].values;
      if (std::find(values.begin(), values.end(), variant.option_values[i]) == values.end())
        values.push_back(variant.option_values[i]);
    }
    return true;
  }

  void read_variant_columns(const CsvRow& row, Variant& variant) {
    variant.sku = trimmed(value(row, Column::sku));
    variant.barcode = trimmed(value(row, Column::barcode));
    if (const auto text = trimmed(value(row, Column::compare_at_price)); !text.empty()) {
      const auto price = parse_price(text, currency_);
      if (!price)
        note(row, Severity::warning, price.error().detail + ": no compare-at price");
      else if (price->minor > 0)
        variant.compare_at_price = *price;
    }
    if (const auto text = trimmed(value(row, Column::grams)); !text.empty()) {
      const auto grams = integer(text.substr(0, text.find('.')));
      if (grams && *grams >= 0)
        variant.grams = *grams;
      else
        note(row, Severity::warning, "'" + std::string(text) + "' is not a weight in grams: 0 is used");
    }
    if (const auto text = value(row, Column::requires_shipping); !text.empty()) variant.requires_shipping = is_true(text);
    if (const auto text = value(row, Column::taxable); !text.empty()) variant.taxable = is_true(text);
    if (const auto source = trimmed(value(row, Column::variant_image)); !source.empty())
      variant.image = Image{{}, std::string(source), {}};
  }

  FileStock read_stock(const CsvRow& row) {
    FileStock stock;
    const auto policy = value(row, Column::policy);
    if (!trimmed(value(row, Column::tracker)).empty())
      stock.policy = policy == "continue" ? StockPolicy::backorder : StockPolicy::deny;
    if (!policy.empty() && policy != "continue" && policy != "deny")
      note(row, Severity::warning, "The inventory policy '" + std::string(policy) + "' is unknown: taken as deny");
    stock.policy_text = policy;
    stock.quantity = trimmed(value(row, Column::quantity));
    if (stock.policy == StockPolicy::untracked) return stock;
    const auto count = stock.quantity.empty() ? std::optional<std::int64_t>{0} : integer(stock.quantity);
    if (!count || *count > kMaxStock || *count < -kMaxStock) {
      note(row, Severity::warning, "'" + stock.quantity + "' is not a quantity: 0 is used");
      stock.on_hand = 0;
    } else if (*count < 0 && stock.policy == StockPolicy::deny) {
      note(row, Severity::warning,
           "The quantity " + stock.quantity + " of something that may not be oversold: 0 is used, the file's number is kept");
      stock.on_hand = 0;
    } else {
      stock.on_hand = *count;
    }
    return stock;
  }

  // On the first row a column speaks of the product unless its name says variant; on later rows it can only mean the row's
  // variant.
  void read_extras(const CsvRow& row, bool first, Variant* variant) {
    for (const auto& [name, position] : layout_.extras()) {
      if (position >= row.fields.size() || row.fields[position].empty()) continue;
      const std::string& text = row.fields[position];
      if (name.starts_with(kOurVariantPrefix) && variant)
        variant->custom_fields.emplace_back(name.substr(kOurVariantPrefix.size()), text);
      else if (variant && (name.starts_with(kVariantPrefix) || !first))
        variant->custom_fields.emplace_back(name, text);
      else if (first)
        parsed_.product.custom_fields.emplace_back(name, text);
      else
        keep_stray(row, name, text);
    }
  }

  void keep_stray(const CsvRow& row, const std::string& name, const std::string& text) {
    const auto index = std::to_string(&row - rows_.rows.data() + 1);
    note(row, Severity::warning, "The column '" + name + "' speaks of no variant here: kept as '" + name + " [" + index + "]'");
    parsed_.product.custom_fields.emplace_back(name + " [" + index + "]", text);
  }

  void read_image(const CsvRow& row) {
    const auto source = trimmed(value(row, Column::image));
    if (source.empty()) return;
    images_.push_back({integer(trimmed(value(row, Column::image_position))).value_or(0),
                       Image{{}, std::string(source), std::string(value(row, Column::image_alt))}});
  }

  void order_images() {
    std::stable_sort(images_.begin(), images_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [position, image] : images_) parsed_.product.images.push_back(std::move(image));
  }

  void drop_unused_values() {
    std::erase_if(parsed_.product.options, [](const Option& option) { return option.values.empty(); });
  }

  const ProductRows& rows_;
  const Layout& layout_;
  const Currency& currency_;
  std::vector<Note>& notes_;
  ParsedProduct parsed_;
  std::vector<std::pair<std::int64_t, Image>> images_;
  std::set<std::vector<std::string>> combinations_;
};

}  // namespace

std::optional<ParsedProduct> parse_product(const ProductRows& rows, const Layout& layout, const Currency& currency,
                                           std::vector<Note>& notes) {
  return Parsing{rows, layout, currency, notes}.run();
}

}  // namespace souk::shopify
