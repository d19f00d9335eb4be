#include "records/fields.h"
#include "records/members.h"
#include "records/records.h"

namespace souk::records {
namespace {

void write_image(Members& members, const Image& image) {
  members.text("media", image.media).text("source_url", image.source_url).text("alt", image.alt);
}

Image read_image(const Fields& fields) { return {fields.text("media"), fields.text("source_url"), fields.text("alt")}; }

Option read_option(const Fields& fields) { return {fields.text("name"), fields.texts("values")}; }

std::vector<CategoryId> read_categories(const Fields& fields) {
  std::vector<CategoryId> categories;
  for (const auto& text : fields.texts("categories")) {
    const auto id = CategoryId::parse(text);
    if (!id) fields.spoil();
    if (id) categories.push_back(*id);
  }
  return categories;
}

void write_categories(Members& members, const std::vector<CategoryId>& categories) {
  std::vector<std::string> texts;
  texts.reserve(categories.size());
  for (const auto& id : categories) texts.push_back(id.text());
  members.texts("categories", texts);
}

void write_shared(Members& members, const Product& product) {
  members.id("id", product.id)
      .text("slug", product.slug)
      .text("title", product.title)
      .text("description_html", product.description_html);
  members.name("status", product.status, ProductStatus::draft)
      .text("vendor", product.vendor)
      .text("type", product.type)
      .texts("tags", product.tags);
  members.items("options", product.options,
                [](Members& m, const Option& option) { m.text("name", option.name).texts("values", option.values); });
  members.items("images", product.images, write_image);
  write_categories(members, product.categories);
  members.text("seo_title", product.seo.title).text("seo_description", product.seo.description);
  members.instant("publish_at", product.publish_at).pairs("custom_fields", product.custom_fields);
  members.integer("version", product.version)
      .instant("created_at", product.created_at)
      .instant("updated_at", product.updated_at);
}

void write_variant(Members& members, const Variant& variant) {
  members.id("id", variant.id).id("stock_item", variant.stock_item).text("sku", variant.sku).text("barcode", variant.barcode);
  members.texts("option_values", variant.option_values)
      .currency("currency", variant.price.currency)
      .money("price", variant.price);
  members.money("compare_at_price", variant.compare_at_price).integer("grams", variant.grams);
  members.boolean("requires_shipping", variant.requires_shipping, true).boolean("taxable", variant.taxable, true);
  members.integer("minimum_quantity", variant.minimum_quantity, 1).integer("maximum_quantity", variant.maximum_quantity, 999);
  if (variant.image) members.object("image", [&](Members& m) { write_image(m, *variant.image); });
  members.pairs("custom_fields", variant.custom_fields);
}

}  // namespace

std::string write(const Product& product) {
  return record([&](Members& members) { write_shared(members, product); });
}

std::string write_whole(const Product& product) {
  return record([&](Members& members) {
    write_shared(members, product);
    members.object("variants", [&](Members& variants) {
      for (const Variant& variant : product.variants)
        variants.object(variant.id.text(), [&](Members& m) { write_variant(m, variant); });
    });
  });
}

Result<Product> read_product(std::string_view text) {
  Document document(text);
  const Fields fields = document.root();
  Product product;
  product.id = fields.id<ProductId>("id");
  product.slug = fields.text("slug");
  product.title = fields.text("title");
  product.description_html = fields.text("description_html");
  product.status = fields.name("status", ProductStatus::draft);
  product.vendor = fields.text("vendor");
  product.type = fields.text("type");
  product.tags = fields.texts("tags");
  product.options = fields.items<Option>("options", read_option);
  product.images = fields.items<Image>("images", read_image);
  product.categories = read_categories(fields);
  product.seo = {fields.text("seo_title"), fields.text("seo_description")};
  product.publish_at = fields.optional_instant("publish_at");
  product.custom_fields = fields.pairs("custom_fields");
  product.version = fields.natural("version");
  product.created_at = fields.instant("created_at");
  product.updated_at = fields.instant("updated_at");
  return document.finish(std::move(product), "product");
}

std::string write(const Variant& variant) {
  return record([&](Members& members) { write_variant(members, variant); });
}

Result<Variant> read_variant(std::string_view text) {
  Document document(text);
  const Fields fields = document.root();
  const Currency currency = fields.currency("currency");
  Variant variant;
  variant.id = fields.id<VariantId>("id");
  variant.stock_item = fields.id<StockItemId>("stock_item");
  variant.sku = fields.text("sku");
  variant.barcode = fields.text("barcode");
  variant.option_values = fields.texts("option_values");
  variant.price = fields.money("price", currency);
  variant.compare_at_price = fields.optional_money("compare_at_price", currency);
  variant.grams = fields.natural("grams");
  variant.requires_shipping = fields.boolean("requires_shipping", true);
  variant.taxable = fields.boolean("taxable", true);
  variant.minimum_quantity = fields.natural("minimum_quantity", 1);
  variant.maximum_quantity = fields.natural("maximum_quantity", 999);
  if (fields.has("image")) variant.image = read_image(fields.object("image"));
  variant.custom_fields = fields.pairs("custom_fields");
  return document.finish(std::move(variant), "variant");
}

std::string write(const Category& category) {
  return record([&](Members& members) {
    members.id("id", category.id)
        .text("slug", category.slug)
        .text("title", category.title)
        .text("description_html", category.description_html);
    members.id("parent", category.parent).integer("position", category.position).integer("version", category.version);
  });
}

Result<Category> read_category(std::string_view text) {
  Document document(text);
  const Fields fields = document.root();
  Category category;
  category.id = fields.id<CategoryId>("id");
  category.slug = fields.text("slug");
  category.title = fields.text("title");
  category.description_html = fields.text("description_html");
  category.parent = fields.optional_id<CategoryId>("parent");
  category.position = fields.natural("position");
  category.version = fields.natural("version");
  return document.finish(std::move(category), "category");
}

}  // namespace souk::records
