#include "http/catalog_json.h"

#include <algorithm>

#include "commerce/text/names.h"
#include "http/value_json.h"

namespace souk::http {
namespace {

void write_chosen_options(JsonWriter& json, const Product& product, const Variant& variant) {
  json.begin_array();
  for (std::size_t i = 0; i < variant.option_values.size() && i < product.options.size(); ++i)
    json.begin_object().key("name").text(product.options[i].name).key("value").text(variant.option_values[i]).end_object();
  json.end_array();
}

void write_variant(JsonWriter& json, const Product& product, const Variant& variant, bool available) {
  json.begin_object();
  json.key("id").text(variant.id.text());
  json.key("sku").text(variant.sku);
  json.key("title").text(variant.title());
  json.key("options");
  write_chosen_options(json, product, variant);
  json.key("price");
  write(json, variant.price);
  json.key("compare_at_price");
  write(json, variant.compare_at_price);
  json.key("available").boolean(available);
  json.key("minimum_quantity").integer(variant.minimum_quantity);
  json.key("maximum_quantity").integer(variant.maximum_quantity);
  json.key("image");
  if (variant.image)
    write_image(json, image_url(*variant.image), variant.image->alt);
  else
    json.null();
  json.end_object();
}

void write_variants(JsonWriter& json, const Product& product, std::size_t first, const std::vector<bool>& available) {
  json.begin_array();
  for (std::size_t i = 0; i < available.size(); ++i) write_variant(json, product, product.variants[first + i], available[i]);
  json.end_array();
}

void write_options(JsonWriter& json, const std::vector<Option>& options) {
  write_array(json, options, [&](const Option& option) {
    json.begin_object().key("name").text(option.name).key("values");
    write_array(json, option.values, [&](const std::string& value) { json.text(value); });
    json.end_object();
  });
}

void write_images(JsonWriter& json, const std::vector<Image>& images) {
  json.begin_array();
  for (const Image& image : images)
    if (const std::string url = image_url(image); !url.empty()) write_image(json, url, image.alt);
  json.end_array();
}

void write_summary(JsonWriter& json, const ports::ProductSummary& summary) {
  json.begin_object();
  json.key("id").text(summary.id.text());
  json.key("slug").text(summary.slug);
  json.key("title").text(summary.title);
  json.key("vendor").text(summary.vendor);
  json.key("tags");
  write_array(json, summary.tags, [&](const std::string& tag) { json.text(tag); });
  json.key("price_range").begin_object().key("min");
  write(json, summary.price_min);
  json.key("max");
  write(json, summary.price_max);
  json.end_object().key("compare_at_price");
  write(json, summary.compare_at_price);
  json.key("available").boolean(summary.available);
  json.key("image");
  if (summary.image)
    write_image(json, image_url(*summary.image), summary.image->alt);
  else
    json.null();
  json.key("variants");
  write_array(json, summary.variants, [&](const auto& shown) {
    const auto& [variant, available] = shown;
    json.begin_object();
    json.key("id").text(variant.id.text());
    json.key("sku").text(variant.sku);
    json.key("title").text(variant.title());
    json.key("price");
    write(json, variant.price);
    json.key("compare_at_price");
    write(json, variant.compare_at_price);
    json.key("available").boolean(available);
    json.end_object();
  });
  json.key("variant_count").integer(summary.variant_count);
  json.end_object();
}

void write_facets(JsonWriter& json, const ports::ProductPage& page) {
  json.key("facets");
  write_array(json, page.facets, [&](const ports::Facet& facet) {
    json.begin_object().key("name").text(facet.name).key("values");
    write_array(json, facet.values, [&](const ports::FacetValue& value) {
      json.begin_object()
          .key("value")
          .text(value.value)
          .key("label")
          .text(value.label)
          .key("count")
          .integer(value.count)
          .end_object();
    });
    json.end_object();
  });
  if (page.price_range) {
    json.key("price_range").begin_object().key("min");
    write(json, page.price_range->first);
    json.key("max");
    write(json, page.price_range->second);
    json.end_object();
  }
  json.key("approximate").boolean(page.approximate);
}

void write_category(JsonWriter& json, const Category& category) {
  json.begin_object();
  json.key("id").text(category.id.text());
  json.key("slug").text(category.slug);
  json.key("title").text(category.title);
  json.key("description_html").text(category.description_html);
  json.key("parent_id").text_or_null(category.parent ? category.parent->text() : std::string{});
  json.key("position").integer(category.position);
  json.key("version").integer(category.version);
  json.end_object();
}

}  // namespace

std::string product_json(const Product& product, const std::vector<bool>& available, std::span<const Category> categories) {
  std::string body;
  body.reserve(1024 + product.description_html.size() + available.size() * 256);
  JsonWriter json(body);
  json.begin_object();
  json.key("id").text(product.id.text());
  json.key("slug").text(product.slug);
  json.key("title").text(product.title);
  json.key("description_html").text(product.description_html);
  json.key("status").text(name_of(product.status));
  json.key("vendor").text(product.vendor);
  json.key("type").text(product.type);
  json.key("tags");
  write_array(json, product.tags, [&](const std::string& tag) { json.text(tag); });
  json.key("options");
  write_options(json, product.options);
  json.key("variants");
  write_variants(json, product, 0, available);
  json.key("variant_count").integer(static_cast<std::int64_t>(product.variants.size()));
  json.key("images");
  write_images(json, product.images);
  json.key("categories");
  write_array(json, categories, [&](const Category& category) {
    json.begin_object()
        .key("id")
        .text(category.id.text())
        .key("slug")
        .text(category.slug)
        .key("title")
        .text(category.title)
        .end_object();
  });
  json.key("seo")
      .begin_object()
      .key("title")
      .text(product.seo.title)
      .key("description")
      .text(product.seo.description)
      .end_object();
  json.key("created_at");
  write(json, product.created_at);
  json.key("updated_at");
  write(json, product.updated_at);
  json.key("version").integer(product.version);
  json.end_object();
  return body;
}

std::string variants_json(const Product& product, std::size_t first, const std::vector<bool>& available,
                          const std::optional<std::string>& next_cursor) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("items");
  write_variants(json, product, first, available);
  json.key("next_cursor").text_or_null(next_cursor.value_or(""));
  json.end_object();
  return body;
}

std::string product_list_json(const ports::ProductPage& page, bool facets, const std::optional<std::string>& next_cursor) {
  std::string body;
  body.reserve(256 + page.items.size() * 1024);
  JsonWriter json(body);
  json.begin_object().key("items");
  write_array(json, page.items, [&](const ports::ProductSummary& summary) { write_summary(json, summary); });
  json.key("next_cursor").text_or_null(next_cursor.value_or(""));
  if (page.corrected_text) json.key("corrected_text").text(*page.corrected_text);
  if (facets) write_facets(json, page);
  json.end_object();
  return body;
}

std::string suggestions_json(const std::vector<ports::Suggestion>& suggestions) {
  return list_json(suggestions, std::nullopt, [](JsonWriter& json, const ports::Suggestion& suggestion) {
    json.begin_object()
        .key("text")
        .text(suggestion.text)
        .key("product_slug")
        .text_or_null(suggestion.product_slug.value_or(""))
        .end_object();
  });
}

std::string shop_json(const ShopSettings& settings, const std::vector<usecases::PaymentMethod>& payment_methods) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.key("name").text(settings.name);
  json.key("currency").text(settings.currency.code());
  json.key("currency_exponent").integer(settings.currency.exponent());
  json.key("ship_to_countries");
  write_array(json, settings.ship_to_countries, [&](const std::string& country) { json.text(country); });
  json.key("prices_include_tax").boolean(settings.prices_include_tax);
  json.key("payment_methods");
  write_array(json, payment_methods, [&](const usecases::PaymentMethod& method) {
    json.begin_object().key("provider").text(method.provider).key("title").text(method.title);
    json.key("instructions").text(method.instructions).end_object();
  });
  json.key("time_zone").text(settings.time_zone);
  json.key("terms_version").text(settings.terms_version);
  json.key("terms_url").text(settings.terms_url);
  json.end_object();
  return body;
}

std::string category_json(const Category& category) {
  std::string body;
  JsonWriter json(body);
  write_category(json, category);
  return body;
}

std::string category_list_json(const std::vector<Category>& categories, const std::optional<std::string>& next_cursor) {
  return list_json(categories, next_cursor, [](JsonWriter& json, const Category& category) { write_category(json, category); });
}

}  // namespace souk::http
