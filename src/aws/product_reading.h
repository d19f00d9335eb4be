#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "aws/dynamo_shop.h"
#include "ports/catalog_store.h"

namespace souk::aws {

Result<Product> find_product(const DynamoShop& shop, const ProductId& id);
Result<ports::FoundProduct> find_product_by_slug(const DynamoShop& shop, const std::string& slug);
Result<std::vector<Product>> list_products(const DynamoShop& shop, std::optional<ProductId> after, std::int64_t limit);
/// Two calls: where the variants are, then all there is to know of them. A third one only for those whose product is changing
/// its generation.
Result<std::vector<ports::VariantForSale>> find_for_sale(const DynamoShop& shop, std::span<const VariantId> ids);

/// Whose slug this is, or was. Errors: not_found.
Result<ProductId> owner_of_slug(const DynamoShop& shop, const std::string& slug);
Result<std::optional<ports::ImportedProduct>> find_import(const DynamoShop& shop, const std::string& handle);
/// As items of the product.
std::vector<Action> put_import(const DynamoShop& shop, const ProductId& product, const ports::ImportedProduct& imported);

}  // namespace souk::aws
