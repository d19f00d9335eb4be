#pragma once

#include "aws/catalog_feed.h"
#include "aws/dynamo_shop.h"
#include "ports/catalog_store.h"

namespace souk::aws {

/// CatalogStore::put for a product. A write that fits one transaction is one. A larger one goes in steps: first stock, then all
/// variants under a generation that no reader knows yet, then the product's own item, which makes them visible at once. What
/// fails before that last step leaves the product as it was; only stock of existing variants may then be written already, which
/// a repeat of the same write finds and leaves.
Result<Product> write_product(const DynamoShop& shop, CatalogFeed& feed, const ports::Repeatable<Product>& repeatable,
                              const ports::ProductWrite& write);

/// CatalogStore::erase for a product.
Result<void> erase_product(const DynamoShop& shop, CatalogFeed& feed, const ProductId& id, std::int64_t if_version);

/// CatalogStore::remember_import.
Result<void> write_import(const DynamoShop& shop, const ports::ImportedProduct& imported);

}  // namespace souk::aws
