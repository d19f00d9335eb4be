#include "search/record.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace souk::search {

namespace {

using ports::ProductSummary;

std::unexpected<Error> damaged() {
  return fail(ErrorCode::corrupt, "The search index is damaged", "a record of it does not read");
}

void put_texts(Packer& packer, const std::vector<std::string>& texts) {
  packer.put(static_cast<std::int64_t>(texts.size()));
  for (const auto& text : texts) packer.put(text);
}
std::vector<std::string> texts(Unpacker& unpacker) {
  std::vector<std::string> read(unpacker.count());
  for (auto& text : read) text = unpacker.text();
  return read;
}

void put_image(Packer& packer, const std::optional<Image>& image) {
  packer.put(image ? 1 : 0);
  if (!image) return;
  packer.put(image->media);
  packer.put(image->source_url);
  packer.put(image->alt);
}
std::optional<Image> image(Unpacker& unpacker) {
  if (unpacker.number() == 0) return std::nullopt;
  Image read;
  read.media = unpacker.text();
  read.source_url = unpacker.text();
  read.alt = unpacker.text();
  return read;
}

void put_optional(Packer& packer, std::optional<std::int64_t> number) {
  packer.put(number ? 1 : 0);
  if (number) packer.put(*number);
}
std::optional<std::int64_t> optional_number(Unpacker& unpacker) {
  if (unpacker.number() == 0) return std::nullopt;
  return unpacker.number();
}

std::optional<std::int64_t> minor_of(const std::optional<Money>& money) {
  return money ? std::optional(money->minor) : std::nullopt;
}
std::optional<Money> money_of(std::optional<std::int64_t> minor, Currency currency) {
  return minor ? std::optional(Money{*minor, currency}) : std::nullopt;
}

void put_variant(Packer& packer, const Variant& variant, bool available) {
  packer.put_raw(variant.id.bytes);
  packer.put_raw(variant.stock_item.bytes);
  packer.put(variant.sku);
  packer.put(variant.barcode);
  put_texts(packer, variant.option_values);
  packer.put(variant.price.minor);
  put_optional(packer, minor_of(variant.compare_at_price));
  packer.put(variant.grams);
  packer.put((variant.requires_shipping ? 1 : 0) | (variant.taxable ? 2 : 0) | (available ? 4 : 0));
  packer.put(variant.minimum_quantity);
  packer.put(variant.maximum_quantity);
  put_image(packer, variant.image);
}
std::pair<Variant, bool> variant(Unpacker& unpacker, Currency currency) {
  Variant read;
  unpacker.read_raw(read.id.bytes);
  unpacker.read_raw(read.stock_item.bytes);
  read.sku = unpacker.text();
  read.barcode = unpacker.text();
  read.option_values = texts(unpacker);
  read.price = {unpacker.number(), currency};
  read.compare_at_price = money_of(optional_number(unpacker), currency);
  read.grams = unpacker.number();
  const std::int64_t flags = unpacker.number();
  read.requires_shipping = (flags & 1) != 0;
  read.taxable = (flags & 2) != 0;
  read.minimum_quantity = unpacker.number();
  read.maximum_quantity = unpacker.number();
  read.image = image(unpacker);
  return {std::move(read), (flags & 4) != 0};
}

void put_summary(Packer& packer, const ProductSummary& summary) {
  packer.put_raw(summary.id.bytes);
  packer.put(summary.price_min.currency.code());  // of every amount in it
  packer.put(summary.price_min.minor);
  packer.put(summary.price_max.minor);
  put_optional(packer, minor_of(summary.compare_at_price));
  packer.put(summary.slug);
  packer.put(summary.title);
  packer.put(summary.vendor);
  packer.put(summary.available ? 1 : 0);
  put_image(packer, summary.image);
  packer.put(summary.variant_count);
  put_texts(packer, summary.tags);
  packer.put(static_cast<std::int64_t>(summary.variants.size()));
  for (const auto& [variant, available] : summary.variants) put_variant(packer, variant, available);
}

Currency currency_of(const std::string& code) { return Currency::parse(code).value_or(Currency{}); }

ProductSummary summary_from(Unpacker& unpacker) {
  ProductSummary read;
  unpacker.read_raw(read.id.bytes);
  const Currency currency = currency_of(unpacker.text());
  read.price_min = {unpacker.number(), currency};
  read.price_max = {unpacker.number(), currency};
  read.compare_at_price = money_of(optional_number(unpacker), currency);
  read.slug = unpacker.text();
  read.title = unpacker.text();
  read.vendor = unpacker.text();
  read.available = unpacker.number() != 0;
  read.image = image(unpacker);
  read.variant_count = unpacker.number();
  read.tags = texts(unpacker);
  read.variants.resize(std::min(unpacker.count(), kSummaryVariants));
  for (auto& shown : read.variants) shown = variant(unpacker, currency);
  return read;
}

std::optional<Image> image_of(const Product& product) {
  if (!product.images.empty()) return product.images.front();
  const auto pictured = std::ranges::find_if(product.variants, [](const Variant& v) { return v.image.has_value(); });
  return pictured == product.variants.end() ? std::nullopt : pictured->image;
}

/// Whether each variant can be bought, in their order. An item the caller did not send cannot be promised.
std::vector<bool> availability(const ports::IndexedProduct& indexed) {
  std::unordered_map<StockItemId, bool> available;
  for (const auto& item : indexed.stock) available.emplace(item.id, item.available());
  std::vector<bool> result;
  for (const auto& variant : indexed.product.variants) {
    const auto found = available.find(variant.stock_item);
    result.push_back(found != available.end() && found->second);
  }
  return result;
}

ProductSummary summary_of(const Product& product, const std::vector<bool>& available) {
  ProductSummary summary;
  summary.id = product.id;
  summary.slug = product.slug;
  summary.title = product.title;
  summary.vendor = product.vendor;
  summary.available = std::ranges::find(available, true) != available.end();
  summary.image = image_of(product);
  summary.variant_count = static_cast<std::int64_t>(product.variants.size());
  summary.tags = product.tags;
  for (std::size_t i = 0; i < product.variants.size() && i < kSummaryVariants; ++i) {
    Variant shown = product.variants[i];
    shown.custom_fields.clear();  // no list shows them, and there may be many
    summary.variants.emplace_back(std::move(shown), available[i]);
  }
  if (product.variants.empty()) return summary;
  const auto price = [](const Variant& variant) { return variant.price.minor; };
  const auto [cheapest, dearest] = std::ranges::minmax_element(product.variants, {}, price);
  summary.price_min = cheapest->price;
  summary.price_max = dearest->price;
  summary.compare_at_price = cheapest->compare_at_price;
  return summary;
}

}  // namespace

Record record_of(const ports::IndexedProduct& indexed) {
  const Product& product = indexed.product;
  const std::vector<bool> available = availability(indexed);
  Record record;
  record.summary = summary_of(product, available);
  record.newest_at = product.publish_at.value_or(product.created_at);
  record.publish_at = product.publish_at;
  record.categories = product.categories;
  for (const auto& option : product.options) record.option_names.push_back(option.name);
  for (std::size_t i = 0; i < product.variants.size(); ++i) {
    const Variant& variant = product.variants[i];
    record.variants.push_back(
        {.price = variant.price.minor, .available = available[i], .option_values = variant.option_values});
  }
  return record;
}

Bytes pack(const Record& record) {
  Packer packer;
  put_summary(packer, record.summary);
  packer.put(record.newest_at.time_since_epoch().count());
  put_optional(packer, record.publish_at ? std::optional(record.publish_at->time_since_epoch().count()) : std::nullopt);
  packer.put(static_cast<std::int64_t>(record.categories.size()));
  for (const auto& category : record.categories) packer.put_raw(category.bytes);
  put_texts(packer, record.option_names);
  packer.put(static_cast<std::int64_t>(record.variants.size()));
  for (const auto& variant : record.variants) {
    packer.put(variant.price);
    packer.put(variant.available ? 1 : 0);
    put_texts(packer, variant.option_values);
  }
  packer.put(record.words);
  packer.put(record.title_words);
  return packer.take();
}

Result<Record> unpack_record(std::span<const std::uint8_t> bytes) {
  Unpacker unpacker(bytes);
  const auto instant = [](std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; };
  Record record;
  record.summary = summary_from(unpacker);
  record.newest_at = instant(unpacker.number());
  if (const auto publish_at = optional_number(unpacker)) record.publish_at = instant(*publish_at);
  record.categories.resize(unpacker.count());
  for (auto& category : record.categories) unpacker.read_raw(category.bytes);
  record.option_names = texts(unpacker);
  record.variants.resize(unpacker.count());
  for (auto& variant : record.variants) {
    variant.price = unpacker.number();
    variant.available = unpacker.number() != 0;
    variant.option_values = texts(unpacker);
  }
  record.words = unpacker.number();
  record.title_words = unpacker.number();
  if (!unpacker.ok()) return damaged();
  return record;
}

Bytes pack(const ProductSummary& summary) {
  Packer packer;
  put_summary(packer, summary);
  return packer.take();
}

Result<ProductSummary> unpack_summary(std::span<const std::uint8_t> bytes) {
  Unpacker unpacker(bytes);
  ProductSummary summary = summary_from(unpacker);
  if (!unpacker.ok()) return damaged();
  return summary;
}

}  // namespace souk::search
