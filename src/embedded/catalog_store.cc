#include "embedded/catalog_store.h"

#include "embedded/answer_rows.h"
#include "embedded/audit_rows.h"
#include "embedded/catalog_categories.h"
#include "embedded/catalog_products.h"
#include "records/records.h"

namespace souk::embedded {

namespace {

// How the audit log sees things before and after.
auto look(sqlite::Connection& connection, const ProductId& id) {
  return [&connection, id] {
    return seen(find_product(connection, id), [](const Product& product) { return records::write_whole(product); });
  };
}
auto look(sqlite::Connection& connection, const CategoryId& id) {
  return [&connection, id] {
    return seen(find_category(connection, id), [](const Category& category) { return records::write(category); });
  };
}

class SqliteCatalogStore final : public ports::CatalogStore {
 public:
  SqliteCatalogStore(Database& database, const ports::Clock& clock, ports::IdSource& ids)
      : database_(database), clock_(clock), ids_(ids) {}

  Result<Product> product(const ProductId& id) const override {
    return database_.read([&](sqlite::Connection& connection) { return find_product(connection, id); });
  }
  Result<ports::FoundProduct> product_by_slug(const std::string& slug) const override {
    return database_.read([&](sqlite::Connection& connection) { return find_product_by_slug(connection, slug); });
  }
  Result<std::vector<Product>> products(std::optional<ProductId> after, std::int64_t limit) const override {
    return database_.read([&](sqlite::Connection& connection) { return list_products(connection, after, limit); });
  }
  Result<std::vector<ports::VariantForSale>> variants_for_sale(std::span<const VariantId> ids) const override {
    return database_.read([&](sqlite::Connection& connection) { return find_for_sale(connection, ids); });
  }

  Result<Product> put(const ports::Repeatable<Product>& repeatable, const ports::ProductWrite& write) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      return write_once(connection, repeatable, now, [&] {
        return audited(connection, repeatable.act, write.product.id.text(), now, look(connection, write.product.id),
                       [&] { return write_product(connection, write, ids_, now); });
      });
    });
  }
  Result<void> erase(const ProductId& id, std::int64_t if_version, const std::optional<Act>& act) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      return audited(connection, act, id.text(), now, look(connection, id),
                     [&] { return erase_product(connection, id, if_version); });
    });
  }

  Result<std::optional<ports::ImportedProduct>> imported(const std::string& handle) const override {
    TRY(const Reader reader, database_.reader());
    return find_import(*reader, handle);
  }
  Result<void> remember_import(const ports::ImportedProduct& imported) override {
    return database_.write([&](sqlite::Connection& connection) { return write_import(connection, imported); });
  }

  Result<Category> category(const CategoryId& id) const override {
    TRY(const Reader reader, database_.reader());
    return find_category(*reader, id);
  }
  Result<ports::FoundCategory> category_by_slug(const std::string& slug) const override {
    TRY(const Reader reader, database_.reader());
    return find_category_by_slug(*reader, slug);
  }
  Result<std::vector<Category>> categories() const override {
    TRY(const Reader reader, database_.reader());
    return list_categories(*reader);
  }
  Result<Category> put(const ports::Repeatable<Category>& repeatable, const Category& category) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      return write_once(connection, repeatable, now, [&] {
        return audited(connection, repeatable.act, category.id.text(), now, look(connection, category.id),
                       [&] { return write_category(connection, category); });
      });
    });
  }
  Result<void> erase(const CategoryId& id, std::int64_t if_version, const std::optional<Act>& act) override {
    const Instant now = clock_.now();
    return database_.write([&](sqlite::Connection& connection) {
      return audited(connection, act, id.text(), now, look(connection, id),
                     [&] { return erase_category(connection, id, if_version); });
    });
  }

  std::int64_t version() const override { return database_.catalog_version(); }
  Result<std::vector<ports::ProductChange>> changes_after(std::int64_t sequence, std::int64_t limit) const override {
    TRY(const Reader reader, database_.reader());
    TRY(const auto rows,
        reader->all<ProductId, std::int64_t>(
            "SELECT product_id, sequence FROM catalog_changes WHERE sequence > ? ORDER BY sequence LIMIT ?", sequence, limit));
    std::vector<ports::ProductChange> changes;
    changes.reserve(rows.size());
    for (const auto& [product, at] : rows) changes.push_back({.product = product, .sequence = at});
    return changes;
  }

 private:
  Database& database_;
  const ports::Clock& clock_;
  ports::IdSource& ids_;
};

}  // namespace

std::unique_ptr<ports::CatalogStore> open_catalog_store(Database& database, const ports::Clock& clock, ports::IdSource& ids) {
  return std::make_unique<SqliteCatalogStore>(database, clock, ids);
}

}  // namespace souk::embedded
