#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ports/catalog_store.h"
#include "sqlite/connection.h"

/// The table of categories, inside whoever's transaction.
namespace souk::embedded {

Result<Category> find_category(sqlite::Connection& connection, const CategoryId& id);
Result<ports::FoundCategory> find_category_by_slug(sqlite::Connection& connection, const std::string& slug);
Result<std::vector<Category>> list_categories(sqlite::Connection& connection);

/// CatalogStore::put for a category, without its idempotency key.
Result<Category> write_category(sqlite::Connection& connection, const Category& category);
Result<void> erase_category(sqlite::Connection& connection, const CategoryId& id, std::int64_t if_version);

}  // namespace souk::embedded
