#include "http/read_product.h"

#include <utility>

#include "http/json_fields.h"

namespace souk::http {
namespace {

Result<std::vector<std::string>> as_texts(JsonValue value) { return as_array_of<std::string>(value, &as_text); }

Result<std::vector<CategoryId>> as_category_ids(JsonValue value) { return as_array_of<CategoryId>(value, &as_id<CategoryId>); }

/// A slug that is given is not empty: the domain reads an empty one as none.
Result<std::string> as_slug(JsonValue value) {
  TRY(std::string slug, as_text(value));
  if (!is_slug(slug)) return std::unexpected(wrong_type(value, "lower-case letters, digits and hyphens, at most 200 bytes"));
  return slug;
}

Result<Image> as_image(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"media", "source_url", "alt"}));
  Image image;
  TRY(image.media, fields.text_or("media", ""));
  TRY(image.source_url, fields.text_or("source_url", ""));
  TRY(image.alt, fields.text_or("alt", ""));
  return image;
}

Result<std::vector<Image>> as_images(JsonValue value) { return as_array_of<Image>(value, &as_image); }

Result<Option> as_option(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"name", "values"}));
  Option option;
  TRY(option.name, fields.text("name"));
  TRY(option.values, fields.required("values", &as_texts));
  if (option.values.empty()) return std::unexpected(wrong_type(*fields.find("values"), "at least one value"));
  return option;
}

Result<std::vector<Option>> as_options(JsonValue value) { return as_array_of<Option>(value, &as_option); }

Result<Seo> as_seo(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"title", "description"}));
  Seo seo;
  TRY(seo.title, fields.text("title"));
  TRY(seo.description, fields.text("description"));
  return seo;
}

Result<CustomFields::value_type> as_custom_field(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"name", "value"}));
  CustomFields::value_type field;
  TRY(field.first, fields.text("name"));
  TRY(field.second, fields.text("value"));
  return field;
}

Result<CustomFields> as_custom_fields(JsonValue value) {
  return as_array_of<CustomFields::value_type>(value, &as_custom_field);
}

Result<ports::StockChange> as_new_stock(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"policy", "on_hand", "low_stock_threshold"}));
  ports::StockChange change;
  TRY(change.policy, fields.required("policy", &as_named<StockPolicy>));
  TRY(change.set_on_hand, fields.optional("on_hand", &as_integer));
  TRY(change.low_stock_threshold, fields.optional("low_stock_threshold", &as_integer));
  change.reason = MovementReason::received;
  return change;
}

/// The fields that every way of writing a variant knows, onto `variant`; those absent stay as they are there.
Result<Variant> read_variant_fields(const Fields& fields, Variant variant) {
  TRY(variant.sku, fields.text_or("sku", variant.sku));
  TRY(variant.barcode, fields.text_or("barcode", variant.barcode));
  TRY(variant.option_values, fields.either("option_values", &as_texts, variant.option_values));
  TRY(variant.price, fields.either("price", &as_money, variant.price));
  if (fields.has("compare_at_price")) {
    TRY(variant.compare_at_price, fields.nullable("compare_at_price", &as_money));
  }
  TRY(variant.grams, fields.integer_or("grams", variant.grams));
  TRY(variant.requires_shipping, fields.boolean_or("requires_shipping", variant.requires_shipping));
  TRY(variant.taxable, fields.boolean_or("taxable", variant.taxable));
  TRY(variant.minimum_quantity, fields.integer_or("minimum_quantity", variant.minimum_quantity));
  TRY(variant.maximum_quantity, fields.integer_or("maximum_quantity", variant.maximum_quantity));
  if (fields.has("image")) {
    TRY(variant.image, fields.nullable("image", &as_image));
  }
  TRY(variant.custom_fields, fields.either("custom_fields", &as_custom_fields, variant.custom_fields));
  return variant;
}

Result<NewVariantBody> as_new_variant(JsonValue value) {
  TRY(const Fields fields,
      Fields::of(value, {"sku", "barcode", "option_values", "price", "compare_at_price", "grams", "requires_shipping",
                         "taxable", "minimum_quantity", "maximum_quantity", "image", "custom_fields", "stock"}));
  TRY(fields.require("price"));
  NewVariantBody body;
  TRY(body.variant, read_variant_fields(fields, {}));
  TRY(body.stock, fields.optional("stock", &as_new_stock));
  return body;
}

Result<NewVariantBody> as_variant_replacement(JsonValue value) {
  TRY(const Fields fields,
      Fields::of(value, {"id", "sku", "barcode", "option_values", "price", "compare_at_price", "grams", "requires_shipping",
                         "taxable", "minimum_quantity", "maximum_quantity", "image", "custom_fields", "stock"}));
  TRY(fields.require("price"));
  NewVariantBody body;
  TRY(body.variant, read_variant_fields(fields, {}));
  TRY(body.variant.id, fields.either("id", &as_id<VariantId>, {}));
  if (const auto stock = fields.find("stock")) {
    if (fields.has("id"))
      return fail_at(stock->pointer(), ErrorCode::validation_failed,
                     "The stock of a variant that exists is changed at its stock item");
    TRY(body.stock, as_new_stock(*stock));
  }
  return body;
}

/// The fields that every way of writing a product knows, onto `product`; those absent stay as they are there.
Result<Product> read_product_fields(const Fields& fields, Product product) {
  TRY(product.slug, fields.either("slug", &as_slug, product.slug));
  TRY(product.title, fields.text_or("title", product.title));
  TRY(product.description_html, fields.text_or("description_html", product.description_html));
  TRY(product.status, fields.either("status", &as_named<ProductStatus>, product.status));
  TRY(product.vendor, fields.text_or("vendor", product.vendor));
  TRY(product.type, fields.text_or("type", product.type));
  TRY(product.tags, fields.either("tags", &as_texts, product.tags));
  TRY(product.images, fields.either("images", &as_images, product.images));
  TRY(product.categories, fields.either("categories", &as_category_ids, product.categories));
  TRY(product.seo, fields.either("seo", &as_seo, product.seo));
  if (fields.has("publish_at")) {
    TRY(product.publish_at, fields.nullable("publish_at", &as_instant));
  }
  TRY(product.custom_fields, fields.either("custom_fields", &as_custom_fields, product.custom_fields));
  return product;
}

Result<usecases::ProductInput> read_product(JsonValue body, Result<NewVariantBody> (*read_variant)(JsonValue)) {
  TRY(const Fields fields, Fields::of(body, {"slug", "title", "description_html", "status", "vendor", "type", "tags", "options",
                                             "variants", "images", "categories", "seo", "publish_at", "custom_fields"}));
  TRY(fields.require("title"));
  TRY(const JsonValue variants, fields.require("variants"));
  usecases::ProductInput input;
  TRY(input.product, read_product_fields(fields, {}));
  TRY(input.product.options, fields.either("options", &as_options, {}));
  TRY(std::vector<NewVariantBody> bodies, as_array_of<NewVariantBody>(variants, read_variant));
  if (bodies.empty()) return std::unexpected(wrong_type(variants, "at least one variant"));
  for (NewVariantBody& read : bodies) {
    input.product.variants.push_back(std::move(read.variant));
    input.stock.push_back(read.stock);
  }
  return input;
}

Error nothing_named(JsonValue body) { return {ErrorCode::validation_failed, "Name at least one field", {}, body.pointer()}; }

}  // namespace

Result<usecases::ProductInput> read_new_product(JsonValue body) { return read_product(body, &as_new_variant); }

Result<usecases::ProductInput> read_product_replacement(JsonValue body) { return read_product(body, &as_variant_replacement); }

Result<Product> with_changes(Product product, JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"slug", "title", "description_html", "status", "vendor", "type", "tags", "images",
                                             "categories", "seo", "publish_at", "custom_fields"}));
  if (fields.empty()) return std::unexpected(nothing_named(body));
  return read_product_fields(fields, std::move(product));
}

Result<NewVariantBody> read_new_variant(JsonValue body) { return as_new_variant(body); }

Result<Variant> with_changes(Variant variant, JsonValue body) {
  TRY(const Fields fields,
      Fields::of(body, {"sku", "barcode", "option_values", "price", "compare_at_price", "grams", "requires_shipping", "taxable",
                        "minimum_quantity", "maximum_quantity", "image", "custom_fields"}));
  if (fields.empty()) return std::unexpected(nothing_named(body));
  return read_variant_fields(fields, std::move(variant));
}

Result<Category> read_category(JsonValue body) {
  TRY(const Fields fields, Fields::of(body, {"slug", "title", "description_html", "parent_id", "position"}));
  Category category;
  TRY(category.slug, fields.either("slug", &as_slug, ""));
  TRY(category.title, fields.text("title"));
  TRY(category.description_html, fields.text_or("description_html", ""));
  TRY(category.parent, fields.nullable("parent_id", &as_id<CategoryId>));
  TRY(category.position, fields.integer_or("position", 0));
  return category;
}

}  // namespace souk::http
