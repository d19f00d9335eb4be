#include "aws/catalog_store.h"

#include "aws/category_items.h"
#include "aws/product_reading.h"
#include "aws/product_writing.h"

namespace souk::aws {
namespace {

class DynamoCatalogStore final : public ports::CatalogStore {
 public:
  DynamoCatalogStore(const DynamoShop& shop, CatalogFeed& feed) : shop_(shop), feed_(feed) {}

  Result<Product> product(const ProductId& id) const override { return find_product(shop_, id); }
  Result<ports::FoundProduct> product_by_slug(const std::string& slug) const override {
    return find_product_by_slug(shop_, slug);
  }
  Result<std::vector<Product>> products(std::optional<ProductId> after, std::int64_t limit) const override {
    return list_products(shop_, after, limit);
  }
  Result<std::vector<ports::VariantForSale>> variants_for_sale(std::span<const VariantId> ids) const override {
    return find_for_sale(shop_, ids);
  }

  Result<Product> put(const ports::Repeatable<Product>& repeatable, const ports::ProductWrite& write) override {
    return write_product(shop_, feed_, repeatable, write);
  }
  Result<void> erase(const ProductId& id, std::int64_t if_version, const std::optional<Act>&) override {
    return erase_product(shop_, feed_, id, if_version);
  }

  Result<std::optional<ports::ImportedProduct>> imported(const std::string& handle) const override {
    return find_import(shop_, handle);
  }
  Result<void> remember_import(const ports::ImportedProduct& imported) override { return write_import(shop_, imported); }

  Result<Category> category(const CategoryId& id) const override { return find_category(shop_, id); }
  Result<ports::FoundCategory> category_by_slug(const std::string& slug) const override {
    return find_category_by_slug(shop_, slug);
  }
  Result<std::vector<Category>> categories() const override { return list_categories(shop_); }
  Result<Category> put(const ports::Repeatable<Category>& repeatable, const Category& category) override {
    return write_category(shop_, feed_, repeatable, category);
  }
  Result<void> erase(const CategoryId& id, std::int64_t if_version, const std::optional<Act>&) override {
    return erase_category(shop_, feed_, id, if_version);
  }

  std::int64_t version() const override { return feed_.version(); }
  Result<std::vector<ports::ProductChange>> changes_after(std::int64_t sequence, std::int64_t limit) const override {
    return feed_.changes_after(sequence, limit);
  }

 private:
  const DynamoShop& shop_;
  CatalogFeed& feed_;
};

}  // namespace

std::unique_ptr<ports::CatalogStore> open_catalog_store(const DynamoShop& shop, CatalogFeed& feed) {
  return std::make_unique<DynamoCatalogStore>(shop, feed);
}

}  // namespace souk::aws
