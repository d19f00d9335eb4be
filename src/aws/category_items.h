#pragma once

#include <span>
#include <string>
#include <vector>

#include "aws/answer_items.h"
#include "aws/catalog_feed.h"
#include "aws/dynamo_shop.h"
#include "commerce/catalog/product.h"

/// The items of categories. All lie in one partition, read as a whole and rarely written; each write of the tree moves the
/// tree's version, so that two moves can never close a circle together. How many products a category has is counted beside it:
/// that is what keeps it while it is in use.
namespace souk::aws {

/// There as long as the category is; counts its products.
ItemKey category_use_key(const DynamoShop& shop, const CategoryId& id);
/// For the transaction of a product that joins (+1) or leaves (-1). Fails when the category is gone.
Action count_use(const DynamoShop& shop, const CategoryId& id, std::int64_t delta);
/// Those of `after` that are not in `before`, each once.
std::vector<CategoryId> categories_joined(std::span<const CategoryId> before, std::span<const CategoryId> after);

Result<Category> find_category(const DynamoShop& shop, const CategoryId& id);
Result<ports::FoundCategory> find_category_by_slug(const DynamoShop& shop, const std::string& slug);
/// All, by (position, title).
Result<std::vector<Category>> list_categories(const DynamoShop& shop);

/// CatalogStore::put and ::erase for a category.
Result<Category> write_category(const DynamoShop& shop, CatalogFeed& feed, const ports::Repeatable<Category>& repeatable,
                                const Category& category);
Result<void> erase_category(const DynamoShop& shop, CatalogFeed& feed, const CategoryId& id, std::int64_t if_version);

}  // namespace souk::aws
