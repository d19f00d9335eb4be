#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/dynamo_shop.h"
#include "commerce/catalog/product.h"

/// The items of products. Variants are items of their own, so that one of 2,048 can change alone; the product's item says which
/// of them are visible: those of its `generation`, `variant_count` in number, whose versions sum up to `variant_versions`.
/// Versions only grow, so a reader that met a write half way notices by the sum.
namespace souk::aws {

struct StoredVariant {
  Variant variant;
  std::string record;
  std::int64_t position = 0;
  std::int64_t version = 0;  // of the product, when this was written
};
using StoredVariants = std::map<VariantId, StoredVariant>;

struct StoredProduct {
  Product product;  // without variants
  std::string generation = "0";
  std::int64_t variant_count = 0;
  std::int64_t variant_versions = 0;
  std::string write;  // the last write: how a writer recognises its own
};

ItemKey product_key(const DynamoShop& shop, const ProductId& id);
ItemKey product_place_key(const DynamoShop& shop, const ProductId& id);  // in the list of all products
ItemKey slug_key(const DynamoShop& shop, const std::string& slug);       // leads to the product
ItemKey slug_row_key(const DynamoShop& shop, const ProductId& id, const std::string& slug);
ItemKey import_key(const DynamoShop& shop, const ProductId& id, const std::string& handle);
ItemKey variant_key(const DynamoShop& shop, const ProductId& id, const std::string& generation, const VariantId& variant);

/// Where a variant is: written with it, and again when its product changes the generation. Until then `generation` may be a
/// former one.
struct VariantPointer {
  ProductId product;
  StockItemId stock_item;
  std::string generation;
};
ItemKey pointer_key(const DynamoShop& shop, const VariantId& variant);
Result<VariantPointer> read_pointer(const Item& item);
/// No other product may have the variant.
Action put_pointer(const DynamoShop& shop, const VariantId& variant, const VariantPointer& pointer);

Result<StoredProduct> read_stored_product(const Item& item);
Result<std::optional<StoredProduct>> product_in(const DynamoShop& shop, const ItemSet& read, const ProductId& id);
/// `expected_version`: what it replaces; 0: nothing.
Action put_product(const DynamoShop& shop, const StoredProduct& stored, std::int64_t expected_version);

Result<StoredVariant> read_stored_variant(const Item& item);
Action put_variant(const DynamoShop& shop, const ProductId& product, const std::string& generation,
                   const StoredVariant& stored);
/// nullopt: a write was met half way.
Result<std::optional<StoredVariants>> variants_of(const DynamoShop& shop, const StoredProduct& product);

}  // namespace souk::aws
