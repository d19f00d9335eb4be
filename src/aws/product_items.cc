#include "aws/product_items.h"

#include <utility>

#include "aws/item_fields.h"
#include "records/records.h"

namespace souk::aws {
namespace {

constexpr std::string_view kProduct = "product";

std::string variants_prefix(const std::string& generation) { return "variant#" + generation + '#'; }

}  // namespace

ItemKey product_key(const DynamoShop& shop, const ProductId& id) {
  return {shop.tables.products, id.text(), std::string(kProduct)};
}
ItemKey product_place_key(const DynamoShop& shop, const ProductId& id) { return {shop.tables.products, "products", id.text()}; }
ItemKey slug_key(const DynamoShop& shop, const std::string& slug) {
  return {shop.tables.products, "slug#" + slug, std::string(kProduct)};
}
ItemKey slug_row_key(const DynamoShop& shop, const ProductId& id, const std::string& slug) {
  return {shop.tables.products, id.text(), "slug#" + slug};
}
ItemKey import_key(const DynamoShop& shop, const ProductId& id, const std::string& handle) {
  return {shop.tables.products, id.text(), "import#" + handle};
}
ItemKey variant_key(const DynamoShop& shop, const ProductId& id, const std::string& generation, const VariantId& variant) {
  return {shop.tables.products, id.text(), variants_prefix(generation) + variant.text()};
}
ItemKey pointer_key(const DynamoShop& shop, const VariantId& variant) {
  return {shop.tables.products, variant.text(), "variant"};
}

Result<VariantPointer> read_pointer(const Item& item) {
  ItemFields fields(item);
  return fields.finish(VariantPointer{.product = fields.id<ProductId>("product"),
                                      .stock_item = fields.id<StockItemId>("stock_item"),
                                      .generation = fields.text("generation")},
                       "pointer to a variant");
}

Action put_pointer(const DynamoShop& shop, const VariantId& variant, const VariantPointer& pointer) {
  return Put{
      .key = pointer_key(shop, variant),
      .attributes = {{"product", pointer.product}, {"stock_item", pointer.stock_item}, {"generation", pointer.generation}},
      .only_if = {"attribute_not_exists(#pk) OR #product = :product", {{"product", pointer.product}}}};
}

Result<StoredProduct> read_stored_product(const Item& item) {
  ItemFields fields(item);
  TRY(Product product, records::read_product(fields.text("record")));
  return fields.finish(StoredProduct{.product = std::move(product),
                                     .generation = fields.text("generation"),
                                     .variant_count = fields.integer("variant_count"),
                                     .variant_versions = fields.integer("variant_versions"),
                                     .write = fields.text("write")},
                       "product");
}

Result<std::optional<StoredProduct>> product_in(const DynamoShop& shop, const ItemSet& read, const ProductId& id) {
  const auto found = read.find(product_key(shop, id));
  if (found == read.end()) return std::nullopt;
  TRY(StoredProduct stored, read_stored_product(found->second));
  return stored;
}

Action put_product(const DynamoShop& shop, const StoredProduct& stored, std::int64_t expected_version) {
  Product shared = stored.product;
  shared.variants.clear();
  Put put{.key = product_key(shop, shared.id),
          .attributes = {{"version", shared.version},
                         {"record", records::write(shared)},
                         {"generation", stored.generation},
                         {"variant_count", stored.variant_count},
                         {"variant_versions", stored.variant_versions},
                         {"write", stored.write}},
          .only_if = absent()};
  if (expected_version > 0) put.only_if = {"#version = :expected", {{"expected", expected_version}}};
  return put;
}

Result<StoredVariant> read_stored_variant(const Item& item) {
  ItemFields fields(item);
  StoredVariant stored{.variant = {},
                       .record = fields.text("record"),
                       .position = fields.integer("position"),
                       .version = fields.integer("version")};
  TRY(stored, fields.finish(std::move(stored), "variant"));
  TRY(stored.variant, records::read_variant(stored.record));
  return stored;
}

Action put_variant(const DynamoShop& shop, const ProductId& product, const std::string& generation,
                   const StoredVariant& stored) {
  return Put{.key = variant_key(shop, product, generation, stored.variant.id),
             .attributes = {{"record", stored.record}, {"position", stored.position}, {"version", stored.version}}};
}

Result<std::optional<StoredVariants>> variants_of(const DynamoShop& shop, const StoredProduct& product) {
  TRY(const auto items,
      shop.client.query({.table = shop.tables.products,
                         .keys = {"#pk = :pk AND begins_with(#sk, :prefix)",
                                  {{"pk", product.product.id}, {"prefix", variants_prefix(product.generation)}}},
                         .limit = static_cast<std::int64_t>(kMaxVariants) + 1}));
  StoredVariants variants;
  std::int64_t versions = 0;
  for (const Item& item : items) {
    TRY(StoredVariant stored, read_stored_variant(item));
    versions += stored.version;
    const VariantId id = stored.variant.id;
    variants.emplace(id, std::move(stored));
  }
  if (std::ssize(variants) != product.variant_count || versions != product.variant_versions) return std::nullopt;
  return variants;
}

}  // namespace souk::aws
