#include "usecases/index_catalog.h"

#include <set>

#include <gtest/gtest.h>

#include "search/catalog_index.h"
#include "support/builders.h"
#include "support/shop.h"

namespace souk::usecases {
namespace {

using support::Shop;

class IndexCatalogTest : public testing::Test {
 protected:
  std::unique_ptr<ports::CatalogIndex> open(const std::string& name) {
    return *search::open_catalog_index(shop.folder.path() / name, shop.clock);
  }
  std::int64_t index_all() { return IndexCatalog{*shop.catalog, *shop.inventory, *index}().value(); }

  std::set<std::string> found(const ports::ProductQuery& query = {}) const {
    std::set<std::string> titles;
    const auto page = index->search(query);
    for (const ports::ProductSummary& product : page->items) titles.insert(product.title);
    return titles;
  }
  Category a_category(const std::string& slug, std::optional<CategoryId> parent = {}) {
    Category category;
    category.id = shop.ids.fresh<CategoryId>();
    category.slug = slug;
    category.title = slug;
    category.parent = parent;
    return *shop.catalog->put({}, category);
  }

  using Titles = std::set<std::string>;
  Shop shop;
  std::unique_ptr<ports::CatalogIndex> index = open("search.db");
};

TEST_F(IndexCatalogTest, FindsWhatTheCatalogHolds) {
  shop.with("Mug");
  shop.with("Pot");

  EXPECT_EQ(index_all(), 2);

  EXPECT_EQ(found(), (Titles{"Mug", "Pot"}));
  EXPECT_EQ(index->sequence().value(), shop.catalog->version());
  EXPECT_EQ(index_all(), 0);
}

TEST_F(IndexCatalogTest, FollowsChangesAndErasures) {
  shop.with("Mug");
  shop.with("Pot");
  shop.with("Tray");
  index_all();
  shop.change("Mug", [](Product& product) { product.title = "Cup"; });
  shop.change("Pot", [](Product& product) { product.status = ProductStatus::archived; });
  ASSERT_TRUE(shop.catalog->erase(shop.product("Tray").id, 1, {}));
  shop.with("Kettle");

  EXPECT_EQ(index_all(), 4);

  EXPECT_EQ(found(), (Titles{"Cup", "Kettle"}));
  EXPECT_EQ(index->sequence().value(), shop.catalog->version());
}

TEST_F(IndexCatalogTest, HearsThatTheLastOneWasSold) {
  shop.with_stock("Mug", 1);
  index_all();
  ports::ProductQuery in_stock;
  in_stock.in_stock = true;
  EXPECT_EQ(found(in_stock), Titles{"Mug"});

  shop.ordered("Mug");
  EXPECT_EQ(index_all(), 1);

  EXPECT_EQ(found(in_stock), Titles{});
  EXPECT_EQ(found(), Titles{"Mug"});
}

TEST_F(IndexCatalogTest, ListsProductsUnderACategoryThatMoved) {
  const Category tea = a_category("tea");
  const Category green = a_category("green");
  Product sencha = support::a_product(shop.ids, "Sencha");
  sencha.categories = {green.id};
  shop.with(sencha);
  index_all();
  ports::ProductQuery under_tea;
  under_tea.category_slug = "tea";
  EXPECT_EQ(found(under_tea), Titles{});

  Category moved = green;
  moved.parent = tea.id;
  ASSERT_TRUE(shop.catalog->put({}, moved));
  EXPECT_EQ(index_all(), 0);

  EXPECT_EQ(found(under_tea), Titles{"Sencha"});
  EXPECT_EQ(index->sequence().value(), shop.catalog->version());
}

TEST_F(IndexCatalogTest, ShowsAScheduledProductFromItsDateOn) {
  Product spring = support::a_product(shop.ids, "Spring mug");
  spring.publish_at = shop.clock.now() + std::chrono::hours{1};
  shop.with(spring);
  index_all();
  EXPECT_EQ(found(), Titles{});

  shop.wait(std::chrono::hours{1});

  EXPECT_EQ(found(), Titles{"Spring mug"});
}

TEST_F(IndexCatalogTest, BeginsAnewWhenTheIndexIsAheadOfTheShop) {
  shop.with("Mug");
  const Product lost = support::a_product(shop.ids, "Sold before the backup was restored");
  ASSERT_TRUE(index->update({{lost, {}}}, {}, {}, shop.catalog->version() + 100));

  EXPECT_EQ(index_all(), 1);

  EXPECT_EQ(found(), Titles{"Mug"});
  EXPECT_EQ(index->sequence().value(), shop.catalog->version());
}

TEST_F(IndexCatalogTest, ForgetsWhatWasPlannedAfterTheBackupThatWasRestored) {
  shop.with("Mug");
  Product lost = support::a_product(shop.ids, "Planned after the backup");
  lost.publish_at = shop.clock.now() + std::chrono::hours{1};
  ASSERT_TRUE(index->update({{lost, {}}}, {}, {}, shop.catalog->version() + 100));

  index_all();
  shop.wait(std::chrono::hours{1});

  EXPECT_EQ(found(), Titles{"Mug"});
}

TEST_F(IndexCatalogTest, BeginsAnewAfterARebuildThatBrokeOff) {
  shop.with("Mug");
  const Product stale = support::a_product(shop.ids, "Gone since");
  ASSERT_TRUE(index->update({{stale, {}}}, {}, {}, 0));

  EXPECT_EQ(index_all(), 1);

  EXPECT_EQ(found(), Titles{"Mug"});
}

TEST_F(IndexCatalogTest, TakesMoreProductsThanOneBatchHolds) {
  for (int i = 0; i < 501; ++i) {
    ASSERT_TRUE(shop.catalog->put({}, {support::a_product(shop.ids, "Mug number " + std::to_string(i))}));
  }

  EXPECT_EQ(index_all(), 501);

  ports::ProductQuery last;
  last.text = "500";
  EXPECT_EQ(found(last), Titles{"Mug number 500"});
}

}  // namespace
}  // namespace souk::usecases
