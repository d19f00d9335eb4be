#include "embedded/catalog_categories.h"

#include <fmt/format.h>

#include "embedded/catalog_sequence.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

// Every reader of the catalog gets all of them in one list.
constexpr std::int64_t kMaxCategories = 5000;

std::unexpected<Error> no_such_category() { return fail(ErrorCode::not_found, "There is no such category"); }

/// Follows the parents of `category` up to a root; the stored tree has no circle, so only `category` itself can close one.
Result<void> check_parent(sqlite::Connection& connection, const Category& category) {
  for (std::optional<CategoryId> above = category.parent; above;) {
    if (*above == category.id) return fail_at("/parent", ErrorCode::invalid_argument, "A category cannot stand under itself");
    TRY(const auto row, connection.first<std::optional<CategoryId>>("SELECT parent_id FROM categories WHERE id = ?", *above));
    if (!row) return fail_at("/parent", ErrorCode::invalid_argument, "There is no such parent category");
    above = *row;
  }
  return {};
}

Result<void> check_room(sqlite::Connection& connection) {
  TRY(const auto count, connection.first<std::int64_t>("SELECT count(*) FROM categories"));
  if (count < kMaxCategories) return {};
  return fail(ErrorCode::invalid_argument, fmt::format("A shop has at most {} categories", kMaxCategories));
}

Result<void> expect_free_slug(sqlite::Connection& connection, const Category& category) {
  TRY(const auto owner, connection.first<CategoryId>("SELECT id FROM categories WHERE slug = ?1 UNION ALL"
                                                     " SELECT category_id FROM former_category_slugs WHERE slug = ?1",
                                                     category.slug));
  if (!owner || *owner == category.id) return {};
  return fail_at("/slug", ErrorCode::slug_taken, "Another category has this slug, or had it");
}

/// The category's slug becomes a former one. `next` may have been one of its former ones.
Result<void> leave_slug(sqlite::Connection& connection, const Category& before, const std::string& next) {
  TRY(connection.run("DELETE FROM former_category_slugs WHERE slug = ?", next));
  TRY(connection.run("INSERT INTO former_category_slugs (slug, category_id) VALUES (?, ?)", before.slug, before.id));
  return {};
}

Result<Category> insert_category(sqlite::Connection& connection, Category category) {
  TRY(check_room(connection));
  category.version = 1;
  TRY(const auto known, connection.first<bool>("SELECT 1 FROM categories WHERE id = ?", category.id));
  if (known) return fail(ErrorCode::version_conflict, "The category has changed since it was read");
  TRY(connection.run(
      "INSERT INTO categories (id, slug, title, position, parent_id, version, record) VALUES (?, ?, ?, ?, ?, ?, ?)",
      category.id, category.slug, category.title, category.position, category.parent, category.version,
      records::write(category)));
  return category;
}

Result<Category> update_category(sqlite::Connection& connection, Category category) {
  TRY(const Category before, find_category(connection, category.id));
  if (before.version != category.version)
    return fail(ErrorCode::version_conflict, "The category has changed since it was read");
  ++category.version;
  if (before.slug != category.slug) TRY(leave_slug(connection, before, category.slug));
  TRY(connection.run(
      "UPDATE categories SET slug = ?, title = ?, position = ?, parent_id = ?, version = ?, record = ? WHERE id = ?",
      category.slug, category.title, category.position, category.parent, category.version, records::write(category),
      category.id));
  return category;
}

}  // namespace

Result<Category> find_category(sqlite::Connection& connection, const CategoryId& id) {
  TRY(const auto record, connection.first<std::string>("SELECT record FROM categories WHERE id = ?", id));
  if (!record) return no_such_category();
  return records::read_category(*record);
}

Result<ports::FoundCategory> find_category_by_slug(sqlite::Connection& connection, const std::string& slug) {
  TRY(const auto row, connection.first<std::string, bool>(
                          "SELECT record, 0 FROM categories WHERE slug = ?1 UNION ALL SELECT c.record, 1"
                          " FROM former_category_slugs f JOIN categories c ON c.id = f.category_id WHERE f.slug = ?1",
                          slug));
  if (!row) return no_such_category();
  const auto& [record, moved] = *row;
  TRY(Category category, records::read_category(record));
  return ports::FoundCategory{.category = std::move(category), .moved = moved};
}

Result<std::vector<Category>> list_categories(sqlite::Connection& connection) {
  TRY(auto rows, connection.query("SELECT record FROM categories ORDER BY position, title, id"));
  std::vector<Category> categories;
  while (true) {
    TRY(const bool found, rows.next());
    if (!found) return categories;
    TRY(Category category, records::read_category(rows.text(0)));
    categories.push_back(std::move(category));
  }
}

Result<Category> write_category(sqlite::Connection& connection, const Category& category) {
  TRY(check_parent(connection, category));
  TRY(expect_free_slug(connection, category));
  TRY(bump_catalog(connection));
  return category.version == 0 ? insert_category(connection, category) : update_category(connection, category);
}

Result<void> erase_category(sqlite::Connection& connection, const CategoryId& id, std::int64_t if_version) {
  TRY(const Category stored, find_category(connection, id));
  if (stored.version != if_version) return fail(ErrorCode::version_conflict, "The category has changed since it was read");
  TRY(const auto in_use, connection.first<bool>("SELECT EXISTS (SELECT 1 FROM categories WHERE parent_id = ?1)"
                                                " OR EXISTS (SELECT 1 FROM product_categories WHERE category_id = ?1)",
                                                id));
  if (in_use.value_or(false)) return fail(ErrorCode::category_in_use, "The category still has products or categories under it");
  TRY(connection.run("DELETE FROM categories WHERE id = ?", id));
  TRY(bump_catalog(connection));
  return {};
}

}  // namespace souk::embedded
