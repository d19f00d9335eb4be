#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commerce/catalog/slug.h"
#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/inventory/stock.h"
#include "commerce/money/money.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"

namespace souk {

enum class ProductStatus { draft, active, archived };
template <>
inline constexpr auto kNames<ProductStatus> = names({"draft", "active", "archived"});

/// What the merchant keeps beside the shop's own fields, in the order given; names are unique within one thing.
using CustomFields = std::vector<std::pair<std::string, std::string>>;

struct Option {
  std::string name;                 // "Color"
  std::vector<std::string> values;  // in the order shown; unique
  friend bool operator==(const Option&, const Option&) = default;
};

/// A picture: our own media when `media` is set, else a picture elsewhere that the merchant's file names.
struct Image {
  std::string media;       // media key "<sha256 hex>.<extension>", or empty
  std::string source_url;  // where it came from: an https URL or a file name; kept so that an export gives it back
  std::string alt;
  friend bool operator==(const Image&, const Image&) = default;
};

struct Variant {
  VariantId id;
  StockItemId stock_item;
  std::string sku;  // a label: neither unique nor required
  std::string barcode;
  std::vector<std::string> option_values;  // one per option of the product, same order
  Money price;
  std::optional<Money> compare_at_price;
  std::int64_t grams = 0;
  bool requires_shipping = true;
  bool taxable = true;
  std::int64_t minimum_quantity = 1;    // of one cart line
  std::int64_t maximum_quantity = 999;  // of one cart line
  std::optional<Image> image;           // the picture that shows just this variant
  CustomFields custom_fields;
  friend bool operator==(const Variant&, const Variant&) = default;

  /// "Indigo / 250 g"; empty for the only variant of a product without options.
  std::string title() const;
};

struct Seo {
  std::string title;
  std::string description;
  friend bool operator==(const Seo&, const Seo&) = default;
};

struct Product {
  ProductId id;
  std::string slug;  // unique among all current and former slugs
  std::string title;
  std::string description_html;  // sanitized before it gets here
  ProductStatus status = ProductStatus::draft;
  std::string vendor;
  std::string type;
  std::vector<std::string> tags;
  std::vector<Option> options;  // at most 3
  std::vector<Variant> variants;
  std::vector<Image> images;
  std::vector<CategoryId> categories;
  Seo seo;
  std::optional<Instant> publish_at;  // visible from then on; absent: at once
  CustomFields custom_fields;
  std::int64_t version = 0;  // +1 with every write; 0: not stored yet
  Instant created_at{};
  Instant updated_at{};
  friend bool operator==(const Product&, const Product&) = default;
};

inline constexpr std::size_t kMaxVariants = 2048;
inline constexpr std::size_t kMaxOptions = 3;
inline constexpr std::size_t kMaxImages = 250;
inline constexpr std::size_t kMaxTags = 250;
inline constexpr std::size_t kMaxCustomFields = 250;
inline constexpr std::size_t kMaxOptionValues = kMaxVariants;
inline constexpr std::int64_t kMaxGrams = 1'000'000'000;  // a thousand tonnes: what ships in one line stays far from overflow
// A product's shared fields are one DynamoDB item (400 KB at most, a quarter of it ours): variants are items of their own.
inline constexpr std::size_t kMaxSharedBytes = 100 * 1024;

/// Checks what one product can state alone: required text, lengths, UTF-8, unique options, unique option values per variant,
/// one currency, price ≥ 0, quantities, sizes above. Errors: validation_failed, invalid_characters, with a pointer
/// ("/variants/3/price").
Result<Product> validated(Product product);

/// Public: active and its publish date reached.
bool is_visible(const Product& product, Instant now);

struct Category {
  CategoryId id;
  std::string slug;
  std::string title;
  std::string description_html;
  std::optional<CategoryId> parent;
  std::int64_t position = 0;
  std::int64_t version = 0;
  friend bool operator==(const Category&, const Category&) = default;
};
/// As above: slug, title, position ≥ 0, not its own parent.
Result<Category> validated(Category category);

}  // namespace souk
