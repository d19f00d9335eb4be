#include "http/admin_json.h"

#include <algorithm>

#include "commerce/text/names.h"
#include "http/value_json.h"

namespace souk::http {
namespace {

template <class Write>
std::string document(Write write_members) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_members(json);
  json.end_object();
  return body;
}

void write_texts(JsonWriter& json, const std::vector<std::string>& texts) {
  write_array(json, texts, [&](const std::string& text) { json.text(text); });
}

void write_admin_image(JsonWriter& json, const Image& image) {
  json.begin_object();
  json.key("media").text(image.media).key("source_url").text(image.source_url).key("alt").text(image.alt);
  json.end_object();
}

void write_custom_fields(JsonWriter& json, const CustomFields& fields) {
  write_array(json, fields, [&](const auto& field) {
    json.begin_object().key("name").text(field.first).key("value").text(field.second).end_object();
  });
}

void write_variant(JsonWriter& json, const Variant& variant) {
  json.begin_object();
  json.key("id").text(variant.id.text());
  json.key("stock_item_id").text(variant.stock_item.text());
  json.key("sku").text(variant.sku);
  json.key("barcode").text(variant.barcode);
  json.key("title").text(variant.title());
  json.key("option_values");
  write_texts(json, variant.option_values);
  json.key("price");
  write(json, variant.price);
  json.key("compare_at_price");
  write(json, variant.compare_at_price);
  json.key("grams").integer(variant.grams);
  json.key("requires_shipping").boolean(variant.requires_shipping);
  json.key("taxable").boolean(variant.taxable);
  json.key("minimum_quantity").integer(variant.minimum_quantity);
  json.key("maximum_quantity").integer(variant.maximum_quantity);
  json.key("image");
  if (variant.image)
    write_admin_image(json, *variant.image);
  else
    json.null();
  json.key("custom_fields");
  write_custom_fields(json, variant.custom_fields);
  json.end_object();
}

/// Lowest and highest price; null for a product without variants.
void write_price_range(JsonWriter& json, const std::vector<Variant>& variants) {
  if (variants.empty()) {
    json.null();
    return;
  }
  const auto [lowest, highest] =
      std::ranges::minmax_element(variants, {}, [](const Variant& variant) { return variant.price.minor; });
  json.begin_object().key("min");
  write(json, lowest->price);
  json.key("max");
  write(json, highest->price);
  json.end_object();
}

void write_summary(JsonWriter& json, const Product& product) {
  json.begin_object();
  json.key("id").text(product.id.text());
  json.key("slug").text(product.slug);
  json.key("title").text(product.title);
  json.key("status").text(name_of(product.status));
  json.key("vendor").text(product.vendor);
  json.key("type").text(product.type);
  json.key("tags");
  write_texts(json, product.tags);
  json.key("image");
  if (product.images.empty())
    json.null();
  else
    write_image(json, image_url(product.images.front()), product.images.front().alt);
  json.key("price_range");
  write_price_range(json, product.variants);
  json.key("variant_count").integer(static_cast<std::int64_t>(product.variants.size()));
  json.key("publish_at");
  write(json, product.publish_at);
  json.key("created_at");
  write(json, product.created_at);
  json.key("updated_at");
  write(json, product.updated_at);
  json.key("version").integer(product.version);
  json.end_object();
}

void write_stock_item(JsonWriter& json, const StockItem& item) {
  json.begin_object();
  json.key("id").text(item.id.text());
  json.key("policy").text(name_of(item.policy));
  json.key("on_hand").integer(item.on_hand);
  json.key("reserved").integer(item.reserved);
  json.key("available").boolean(item.available());
  json.key("shortfall").integer(item.shortfall());
  json.key("low_stock_threshold").integer(item.low_stock_threshold);
  json.key("version").integer(item.version);
  json.end_object();
}

void write_stocked(JsonWriter& json, const StockedVariant& stocked) {
  json.begin_object().key("variant");
  write_variant(json, stocked.first);
  json.key("stock");
  write_stock_item(json, stocked.second);
  json.end_object();
}

}  // namespace

std::string admin_product_json(const Product& product) {
  return document([&](JsonWriter& json) {
    json.key("id").text(product.id.text());
    json.key("slug").text(product.slug);
    json.key("title").text(product.title);
    json.key("description_html").text(product.description_html);
    json.key("status").text(name_of(product.status));
    json.key("vendor").text(product.vendor);
    json.key("type").text(product.type);
    json.key("tags");
    write_texts(json, product.tags);
    json.key("options");
    write_array(json, product.options, [&](const Option& option) {
      json.begin_object().key("name").text(option.name).key("values");
      write_texts(json, option.values);
      json.end_object();
    });
    json.key("variants");
    write_array(json, product.variants, [&](const Variant& variant) { write_variant(json, variant); });
    json.key("images");
    write_array(json, product.images, [&](const Image& image) { write_admin_image(json, image); });
    json.key("categories");
    write_array(json, product.categories, [&](const CategoryId& category) { json.text(category.text()); });
    json.key("seo")
        .begin_object()
        .key("title")
        .text(product.seo.title)
        .key("description")
        .text(product.seo.description)
        .end_object();
    json.key("publish_at");
    write(json, product.publish_at);
    json.key("custom_fields");
    write_custom_fields(json, product.custom_fields);
    json.key("created_at");
    write(json, product.created_at);
    json.key("updated_at");
    write(json, product.updated_at);
    json.key("version").integer(product.version);
  });
}

std::string admin_variant_json(const Variant& variant) {
  std::string body;
  JsonWriter json(body);
  write_variant(json, variant);
  return body;
}

std::string admin_product_list_json(const std::vector<Product>& products, const std::optional<std::string>& next_cursor) {
  return list_json(products, next_cursor, [](JsonWriter& json, const Product& product) { write_summary(json, product); });
}

std::string stocked_variant_json(const StockedVariant& stocked) {
  std::string body;
  JsonWriter json(body);
  write_stocked(json, stocked);
  return body;
}

std::string stocked_variant_list_json(const std::vector<StockedVariant>& stocked,
                                      const std::optional<std::string>& next_cursor) {
  return list_json(stocked, next_cursor, [](JsonWriter& json, const StockedVariant& one) { write_stocked(json, one); });
}

std::string stock_item_json(const StockItem& item) {
  std::string body;
  JsonWriter json(body);
  write_stock_item(json, item);
  return body;
}

std::string movement_list_json(const std::vector<Movement>& movements, const std::optional<std::string>& next_cursor) {
  return list_json(movements, next_cursor, [](JsonWriter& json, const Movement& movement) {
    json.begin_object();
    json.key("id").text(movement.id.text());
    json.key("delta").integer(movement.delta);
    json.key("reason").text(name_of(movement.reason));
    json.key("reference").text(movement.reference);
    json.key("at");
    write(json, movement.at);
    json.end_object();
  });
}

std::string settings_json(const ShopSettings& settings) {
  return document([&](JsonWriter& json) {
    json.key("name").text(settings.name);
    json.key("currency").text(settings.currency.code());
    json.key("ship_to_countries");
    write_texts(json, settings.ship_to_countries);
    json.key("time_zone").text(settings.time_zone);
    json.key("seller");
    write(json, settings.seller);
    json.key("sender_email").text(settings.sender_email);
    json.key("prices_include_tax").boolean(settings.prices_include_tax);
    json.key("tax_rate_basis_points").integer(settings.tax_rate_basis_points);
    json.key("flat_shipping");
    write(json, Money{settings.flat_shipping_minor, settings.currency});
    json.key("payment_methods").begin_object().key("manual").begin_object();
    json.key("enabled").boolean(settings.manual_payment.enabled);
    json.key("title").text(settings.manual_payment.title);
    json.key("instructions").text(settings.manual_payment.instructions);
    json.end_object().end_object();
    json.key("hold_limits").begin_object();
    json.key("per_client").integer(settings.hold_limits.per_client);
    json.key("per_client_and_item").integer(settings.hold_limits.per_client_and_item);
    json.end_object();
    json.key("order_number_prefix").text(settings.order_number_prefix);
    json.key("terms_version").text(settings.terms_version);
    json.key("terms_url").text(settings.terms_url);
    json.key("version").integer(settings.version);
  });
}

}  // namespace souk::http
