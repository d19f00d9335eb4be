#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "commerce/cart/cart.h"
#include "commerce/catalog/product.h"
#include "commerce/text/text_rule.h"
#include "commerce/text/utf8.h"

namespace souk {
namespace {

constexpr TextRule kLabel{.max_characters = 255};
constexpr TextRule kRequiredLabel{.max_characters = 255, .required = true};
constexpr TextRule kNote{.max_characters = 2000, .lines = true};                 // alternative texts, SEO
constexpr TextRule kLongText{.max_characters = kMaxSharedBytes, .lines = true};  // bounded by the sum of all

std::unexpected<Error> invalid(std::string pointer, std::string detail) {
  return fail_at(std::move(pointer), ErrorCode::validation_failed, std::move(detail));
}

Result<void> check_count(std::size_t count, std::size_t limit, std::string_view member) {
  if (count > limit) return invalid(pointer_to("", member), "At most " + std::to_string(limit));
  return {};
}

/// The index of the first value that an earlier one equals; values.size() when there is none.
template <class Values, class Projection = std::identity>
std::size_t first_repeated(const Values& values, Projection projection = {}) {
  std::unordered_set<std::string_view> seen;
  seen.reserve(values.size());
  std::size_t index = 0;
  for (const auto& value : values) {
    if (!seen.insert(std::invoke(projection, value)).second) break;
    ++index;
  }
  return index;
}

bool is_media_key(std::string_view key) {
  constexpr std::size_t kHashLength = 64;  // SHA-256 in hexadecimal
  if (key.size() < kHashLength + 2 || key.size() > kHashLength + 6 || key[kHashLength] != '.') return false;
  const auto is_hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const auto is_alphanumeric = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); };
  return std::ranges::all_of(key.substr(0, kHashLength), is_hexadecimal) &&
         std::ranges::all_of(key.substr(kHashLength + 1), is_alphanumeric);
}

Result<void> check_image(const Image& image, const std::string& at) {
  if (image.media.empty() && image.source_url.empty()) return invalid(at, "An image needs a file or an address");
  if (!image.media.empty() && !is_media_key(image.media)) return invalid(pointer_to(at, "media"), "Not a media key");
  TRY(check_text(image.source_url, {.max_characters = 2048}, at, "source_url"));
  return check_text(image.alt, kNote, at, "alt");
}

Result<void> check_custom_fields(const CustomFields& fields, std::string_view parent) {
  const std::string at = pointer_to(parent, "custom_fields");
  if (fields.size() > kMaxCustomFields) return invalid(at, "At most " + std::to_string(kMaxCustomFields));
  for (const auto& [name, value] : fields) {
    TRY(check_text(name, kRequiredLabel, parent, "custom_fields"));
    TRY(check_text(value, kLongText, at, name));
  }
  const std::size_t repeated = first_repeated(fields, &CustomFields::value_type::first);
  if (repeated < fields.size()) return invalid(pointer_to(at, fields[repeated].first), "Two fields have this name");
  return {};
}

Result<void> check_options(const std::vector<Option>& options) {
  TRY(check_count(options.size(), kMaxOptions, "options"));
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::string at = pointer_to("/options", i);
    TRY(check_text(options[i].name, kRequiredLabel, at, "name"));
    const std::string values_at = pointer_to(at, "values");
    if (options[i].values.size() > kMaxOptionValues) return invalid(values_at, "At most " + std::to_string(kMaxOptionValues));
    for (const std::string& value : options[i].values) TRY(check_text(value, kRequiredLabel, at, "values"));
    const std::size_t repeated = first_repeated(options[i].values);
    if (repeated < options[i].values.size()) return invalid(pointer_to(values_at, repeated), "An earlier value is the same");
  }
  const std::size_t repeated = first_repeated(options, &Option::name);
  if (repeated < options.size())
    return invalid(pointer_to(pointer_to("/options", repeated), "name"), "An earlier option has this name");
  return {};
}

Result<void> check_price(const Variant& variant, Currency currency, const std::string& at) {
  const auto is_amount = [currency](Money money) {
    return money.currency == currency && money.minor >= 0 && money.minor <= kMaxMinor;
  };
  if (variant.price.currency == Currency{}) return invalid(pointer_to(at, "price"), "A price needs a currency");
  if (!is_amount(variant.price)) return invalid(pointer_to(at, "price"), "Not negative, and in the product's one currency");
  if (variant.compare_at_price && !is_amount(*variant.compare_at_price))
    return invalid(pointer_to(at, "compare_at_price"), "Not negative, and in the product's one currency");
  return {};
}

Result<void> check_quantities(const Variant& variant, const std::string& at) {
  if (variant.minimum_quantity < 1 || variant.minimum_quantity > kMaxLineQuantity)
    return invalid(pointer_to(at, "minimum_quantity"), "Between 1 and " + std::to_string(kMaxLineQuantity));
  if (variant.maximum_quantity < variant.minimum_quantity || variant.maximum_quantity > kMaxLineQuantity)
    return invalid(pointer_to(at, "maximum_quantity"), "Between the minimum and " + std::to_string(kMaxLineQuantity));
  if (variant.grams < 0 || variant.grams > kMaxGrams)
    return invalid(pointer_to(at, "grams"), "Between 0 and " + std::to_string(kMaxGrams));
  return {};
}

Result<void> check_variant(const Product& product, std::size_t index) {
  const Variant& variant = product.variants[index];
  const std::string at = pointer_to("/variants", index);
  TRY(check_text(variant.sku, kLabel, at, "sku"));
  TRY(check_text(variant.barcode, kLabel, at, "barcode"));
  TRY(check_price(variant, product.variants.front().price.currency, at));
  TRY(check_quantities(variant, at));
  if (variant.option_values.size() != product.options.size())
    return invalid(pointer_to(at, "option_values"), "One value for each option");
  for (std::size_t i = 0; i < product.options.size(); ++i)
    if (std::ranges::find(product.options[i].values, variant.option_values[i]) == product.options[i].values.end())
      return invalid(pointer_to(pointer_to(at, "option_values"), i), "Not a value of this option");
  if (variant.image) TRY(check_image(*variant.image, pointer_to(at, "image")));
  return check_custom_fields(variant.custom_fields, at);
}

Result<void> check_variants_differ(const std::vector<Variant>& variants) {
  std::unordered_set<VariantId> ids;
  std::unordered_set<StockItemId> stock_items;
  std::unordered_set<std::string> choices;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const std::string at = pointer_to("/variants", i);
    if (!ids.insert(variants[i].id).second) return invalid(pointer_to(at, "id"), "An earlier variant has this id");
    if (!stock_items.insert(variants[i].stock_item).second)
      return invalid(pointer_to(at, "stock_item"), "An earlier variant has this stock");
    std::string choice;
    for (const std::string& value : variants[i].option_values)
      choice.append(value).append(1, '\n');  // no value holds a line break
    if (!choices.insert(std::move(choice)).second)
      return invalid(pointer_to(at, "option_values"), "An earlier variant has the same values");
  }
  return {};
}

Result<void> check_labels(const Product& product) {
  if (!is_slug(product.slug)) return invalid("/slug", "Lower-case letters, digits and hyphens, at most 200 bytes");
  TRY(check_text(product.title, kRequiredLabel, "", "title"));
  TRY(check_text(product.description_html, kLongText, "", "description_html"));
  TRY(check_text(product.vendor, kLabel, "", "vendor"));
  TRY(check_text(product.type, kLabel, "", "type"));
  TRY(check_text(product.seo.title, kNote, "/seo", "title"));
  TRY(check_text(product.seo.description, kNote, "/seo", "description"));
  TRY(check_count(product.tags.size(), kMaxTags, "tags"));
  for (const std::string& tag : product.tags) TRY(check_text(tag, kRequiredLabel, "", "tags"));
  const std::size_t repeated = first_repeated(product.tags);
  if (repeated < product.tags.size()) return invalid(pointer_to("/tags", repeated), "An earlier tag is the same");
  return {};
}

Result<void> check_references(const Product& product) {
  TRY(check_count(product.images.size(), kMaxImages, "images"));
  for (std::size_t i = 0; i < product.images.size(); ++i) TRY(check_image(product.images[i], pointer_to("/images", i)));
  std::unordered_set<CategoryId> categories;
  for (std::size_t i = 0; i < product.categories.size(); ++i)
    if (!categories.insert(product.categories[i]).second)
      return invalid(pointer_to("/categories", i), "An earlier category is the same");
  return {};
}

std::size_t shared_bytes(const Product& product) {
  std::size_t bytes = product.slug.size() + product.title.size() + product.description_html.size() + product.vendor.size() +
                      product.type.size() + product.seo.title.size() + product.seo.description.size() +
                      product.categories.size() * std::tuple_size_v<IdBytes>;
  for (const std::string& tag : product.tags) bytes += tag.size();
  for (const Option& option : product.options) {
    bytes += option.name.size();
    for (const std::string& value : option.values) bytes += value.size();
  }
  for (const Image& image : product.images) bytes += image.media.size() + image.source_url.size() + image.alt.size();
  for (const auto& [name, value] : product.custom_fields) bytes += name.size() + value.size();
  return bytes;
}

}  // namespace

Result<Product> validated(Product product) {
  TRY(check_labels(product));
  TRY(check_options(product.options));
  TRY(check_references(product));
  TRY(check_custom_fields(product.custom_fields, ""));
  TRY(check_count(product.variants.size(), kMaxVariants, "variants"));
  for (std::size_t i = 0; i < product.variants.size(); ++i) TRY(check_variant(product, i));
  TRY(check_variants_differ(product.variants));
  if (shared_bytes(product) > kMaxSharedBytes)
    return invalid("/description_html",
                   "The product's own texts are longer than " + std::to_string(kMaxSharedBytes) + " bytes together");
  return product;
}

Result<Category> validated(Category category) {
  if (!is_slug(category.slug)) return invalid("/slug", "Lower-case letters, digits and hyphens, at most 200 bytes");
  TRY(check_text(category.title, kRequiredLabel, "", "title"));
  TRY(check_text(category.description_html, kLongText, "", "description_html"));
  if (category.description_html.size() > kMaxSharedBytes)
    return invalid("/description_html", "Longer than " + std::to_string(kMaxSharedBytes) + " bytes");
  if (category.parent == category.id) return invalid("/parent", "A category cannot stand below itself");
  if (category.position < 0) return invalid("/position", "Not negative");
  return category;
}

}  // namespace souk
