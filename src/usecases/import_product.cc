#include "usecases/import_product.h"

#include <algorithm>
#include <utility>

#include <sodium.h>

#include "commerce/text/utf8.h"
#include "usecases/store_trouble.h"

namespace souk::usecases {
namespace {

using shopify::Note;
using shopify::Severity;

std::array<std::uint8_t, 32> hash_of(const shopify::ProductRows& rows, const shopify::Layout& layout) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  const auto add = [&](std::string_view text) {
    const std::string framed = std::to_string(text.size()) + ':';
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(framed.data()), framed.size());
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  };
  for (const auto& extra : layout.extras()) add(extra.name);
  for (const auto& row : rows.rows)
    for (const auto& field : row.fields) add(field);
  std::array<std::uint8_t, 32> hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

const Variant* with_options(const Product& product, const std::vector<std::string>& values) {
  const auto found = std::find_if(product.variants.begin(), product.variants.end(),
                                  [&](const Variant& each) { return each.option_values == values; });
  return found == product.variants.end() ? nullptr : &*found;
}

/// The file's fields, then those the file knows no column for: they were made in the shop.
CustomFields merged_fields(const CustomFields& file, const CustomFields& shop, const shopify::Layout& layout) {
  CustomFields fields = file;
  for (const auto& field : shop) {
    const auto& name = field.first;
    const bool in_file = std::any_of(layout.extras().begin(), layout.extras().end(), [&](const auto& extra) {
      return extra.name == name || extra.name == "Variant / " + name;
    });
    const bool taken = std::any_of(fields.begin(), fields.end(), [&](const auto& each) { return each.first == name; });
    if (!in_file && !taken) fields.push_back(field);
  }
  return fields;
}

bool same_content(Product a, const Product& b) {
  a.version = b.version;
  a.created_at = b.created_at;
  a.updated_at = b.updated_at;
  return a == b;
}

/// Without a last import the file has changed nothing: what the shop counts stands.
bool changed_in_file(const shopify::FileStock& file, const std::vector<std::string>& options,
                     const std::optional<shopify::ImportSource>& source) {
  if (!source) return false;
  const auto last = source->counts.find(options);
  return last != source->counts.end() && (last->second.quantity != file.quantity || last->second.policy != file.policy);
}

std::string base_name(std::string_view source) {
  source = source.substr(0, source.find_first_of("?#"));
  return std::string(source.substr(source.find_last_of("/\\") + 1));
}

std::string extension_of(std::string_view name) {
  const auto dot = name.find_last_of('.');
  std::string extension(dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return extension == "jpeg" ? "jpg" : extension;
}

bool is_elsewhere(const Image& image) {
  return image.media.empty() && (image.source_url.starts_with("https://") || image.source_url.starts_with("http://"));
}

/// The row that names the picture.
std::int64_t line_of(const std::string& url, const shopify::ProductRows& rows) {
  for (const auto& row : rows.rows)
    for (const auto& field : row.fields)
      if (trimmed(field) == url) return row.line;
  return rows.rows.front().line;
}

}  // namespace

Result<ImportOutcome> ImportProduct::operator()(const shopify::ProductRows& rows, const shopify::Layout& layout,
                                                std::vector<Note>& notes) const {
  const std::int64_t line = rows.rows.front().line;
  const auto parsed = shopify::parse_product(rows, layout, currency_, notes);
  if (!parsed) return ImportOutcome::failed;
  ports::ImportedProduct record{parsed->product.slug, hash_of(rows, layout),
                                shopify::write(shopify::source_of(rows.handle, *parsed))};
  TRY(const Known known, this->known(parsed->product.slug));
  const bool same_rows = known.record && known.record->rows_hash == record.rows_hash;
  if (known.product && same_rows && options_.stock != StockRule::set && !options_.read_image) {
    note_pictures(*known.product, rows);
    return ImportOutcome::unchanged;
  }

  Product product = merged(*parsed, known.product, layout);
  resolve_images(product, known.product, line, notes);
  auto checked = validated(std::move(product));
  if (!checked) {
    notes.push_back({line, Severity::error, "'" + rows.handle + "' was left out: " + checked.error().detail});
    return ImportOutcome::failed;
  }
  TRY(auto stock, stock_writes(*checked, *parsed, known));
  TRY(const ImportOutcome outcome, write(*checked, known, std::move(stock), std::move(record), line, notes));
  if (outcome != ImportOutcome::failed) note_pictures(*checked, rows);
  return outcome;
}

void ImportProduct::note_pictures(const Product& product, const shopify::ProductRows& rows) const {
  if (!options_.fetch_image || options_.dry_run) return;
  PicturesElsewhere wanted{product.id, rows.handle, {}};
  const auto note = [&](const Image& image) {
    const auto same = [&](const auto& each) { return each.url == image.source_url; };
    if (is_elsewhere(image) && std::ranges::none_of(wanted.pictures, same))
      wanted.pictures.push_back({image.source_url, line_of(image.source_url, rows)});
  };
  std::ranges::for_each(product.images, note);
  for (const Variant& variant : product.variants)
    if (variant.image) note(*variant.image);
  if (!wanted.pictures.empty()) elsewhere_.push_back(std::move(wanted));
}

Result<ImportProduct::Known> ImportProduct::known(const std::string& slug) const {
  Known known;
  if (auto found = ports_.catalog.product_by_slug(slug))
    known.product = std::move(found->product);
  else if (found.error().code != ErrorCode::not_found)
    return std::unexpected(found.error());
  TRY(known.record, ports_.catalog.imported(slug));
  if (known.record) {
    TRY(known.source, shopify::read_import_source(known.record->source));
  }
  return known;
}

Product ImportProduct::merged(const shopify::ParsedProduct& parsed, const std::optional<Product>& existing,
                              const shopify::Layout& layout) const {
  Product product = parsed.product;
  if (existing) {
    product.id = existing->id;
    product.slug = existing->slug;
    product.version = existing->version;
    product.categories = existing->categories;
    product.publish_at = existing->publish_at;
    product.custom_fields = merged_fields(product.custom_fields, existing->custom_fields, layout);
  } else {
    product.id = ports_.ids.fresh<ProductId>();
  }
  for (Variant& variant : product.variants) {
    const Variant* old = existing ? with_options(*existing, variant.option_values) : nullptr;
    variant.id = old ? old->id : ports_.ids.fresh<VariantId>();
    variant.stock_item = old ? old->stock_item : ports_.ids.fresh<StockItemId>();
    if (!old) continue;
    variant.minimum_quantity = old->minimum_quantity;
    variant.maximum_quantity = old->maximum_quantity;
    variant.custom_fields = merged_fields(variant.custom_fields, old->custom_fields, layout);
  }
  if (!existing || existing->options.size() != product.options.size()) return product;
  for (const Variant& old : existing->variants) {  // made in the shop, or no longer in the file: nothing is lost by an import
    if (with_options(product, old.option_values)) continue;
    product.variants.push_back(old);
    for (std::size_t i = 0; i < product.options.size(); ++i) {
      auto& values = product.options[i].values;
      if (std::find(values.begin(), values.end(), old.option_values[i]) == values.end()) values.push_back(old.option_values[i]);
    }
  }
  return product;
}

void ImportProduct::resolve_images(Product& product, const std::optional<Product>& existing, std::int64_t line,
                                   std::vector<Note>& notes) const {
  for (Image& image : product.images) resolve(image, existing, line, notes);
  for (Variant& variant : product.variants) {
    if (!variant.image) continue;
    const auto same = std::find_if(product.images.begin(), product.images.end(),
                                   [&](const Image& each) { return each.source_url == variant.image->source_url; });
    if (same != product.images.end())
      variant.image = *same;
    else
      resolve(*variant.image, existing, line, notes);
  }
}

void ImportProduct::resolve(Image& image, const std::optional<Product>& existing, std::int64_t line,
                            std::vector<Note>& notes) const {
  if (existing) {
    const auto old = std::find_if(existing->images.begin(), existing->images.end(), [&](const Image& each) {
      return each.source_url == image.source_url || (each.source_url.empty() && each.media == image.source_url);
    });
    if (old != existing->images.end()) {
      image.media = old->media;
      image.source_url = old->source_url;
    }
  }
  if (!options_.read_image || options_.dry_run || image.source_url.empty()) return;
  const std::string name = base_name(image.source_url);
  const auto bytes = options_.read_image(name);
  if (!bytes) {
    notes.push_back({line, Severity::warning, "No picture named '" + name + "' was found"});
    return;
  }
  if (auto key = ports_.media.put(*bytes, extension_of(name)))
    image.media = *key;
  else
    notes.push_back({line, Severity::warning, "The picture '" + name + "' was not taken: " + key.error().detail});
}

Result<std::vector<ports::StockWrite>> ImportProduct::stock_writes(const Product& product, const shopify::ParsedProduct& parsed,
                                                                   const Known& known) const {
  std::vector<ports::StockWrite> writes;
  for (std::size_t i = 0; i < parsed.stock.size(); ++i) {
    const auto& file = parsed.stock[i];
    const Variant* variant = with_options(product, parsed.product.variants[i].option_values);
    if (!variant) continue;
    ports::StockChange change{
        .set_on_hand = file.on_hand, .policy = file.policy, .reason = MovementReason::imported, .reference = "import"};
    const Variant* old = known.product ? with_options(*known.product, variant->option_values) : nullptr;
    if (!old) {
      writes.push_back({variant->id, std::move(change)});
      continue;
    }
    if (options_.stock == StockRule::keep) continue;
    if (options_.stock == StockRule::when_changed && !changed_in_file(file, variant->option_values, known.source)) continue;
    TRY(const StockItem item, ports_.inventory.find(old->stock_item));
    const bool stands = item.policy == file.policy && (!file.on_hand || item.on_hand == *file.on_hand);
    if (!stands) writes.push_back({variant->id, std::move(change)});
  }
  return writes;
}

Result<ImportOutcome> ImportProduct::write(const Product& product, const Known& known, std::vector<ports::StockWrite> stock,
                                           ports::ImportedProduct record, std::int64_t line, std::vector<Note>& notes) const {
  const bool same_product = known.product && same_content(product, *known.product);
  const ImportOutcome outcome = !known.product                  ? ImportOutcome::created
                                : same_product && stock.empty() ? ImportOutcome::unchanged
                                                                : ImportOutcome::updated;
  if (options_.dry_run) return outcome;
  if (outcome == ImportOutcome::unchanged) {
    const bool same_record =
        known.record && known.record->rows_hash == record.rows_hash && known.record->source == record.source;
    if (!same_record) TRY(ports_.catalog.remember_import(record));
    return outcome;
  }
  auto written = ports_.catalog.put({}, {product, stock, record});
  if (!written && written.error().code == ErrorCode::validation_failed && !stock.empty()) {
    notes.push_back({line, Severity::warning, "The stock was left as it is: " + written.error().detail});
    written = ports_.catalog.put({}, {product, {}, record});
  }
  if (written) return outcome;
  if (is_store_trouble(written.error().code)) return std::unexpected(written.error());
  notes.push_back({line, Severity::error, "'" + record.handle + "' was left out: " + written.error().detail});
  return ImportOutcome::failed;
}

}  // namespace souk::usecases
