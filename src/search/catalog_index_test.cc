// What is the file's own: that it stays, and when it is made anew. What every index promises is in tests/contract.
#include "search/catalog_index.h"

#include <fstream>

#include <gtest/gtest.h>

#include "sqlite/connection.h"
#include "support/fixed_clock.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"

namespace souk::search {
namespace {

class CatalogIndexFile : public testing::Test {
 protected:
  std::unique_ptr<ports::CatalogIndex> open(const Languages& languages = {}) {
    return open_catalog_index(file_, clock_, languages).value();
  }
  ports::IndexedProduct a_product(const std::string& title) {
    ports::IndexedProduct indexed;
    indexed.product.id = ids_.fresh<ProductId>();
    indexed.product.title = title;
    indexed.product.slug = "a-product";
    indexed.product.status = ProductStatus::active;
    Variant variant;
    variant.id = ids_.fresh<VariantId>();
    variant.stock_item = ids_.fresh<StockItemId>();
    indexed.product.variants.push_back(variant);
    indexed.stock.push_back({.id = variant.stock_item});
    return indexed;
  }
  static std::size_t found(const ports::CatalogIndex& index, const std::string& text) {
    return index.search({.text = text}).value().items.size();
  }

  support::TempFolder folder_;
  std::filesystem::path file_ = folder_.path() / "search.db";
  support::FixedClock clock_;
  support::SeededIds ids_{clock_};
};

TEST_F(CatalogIndexFile, KeepsEverythingWhenItIsOpenedAgain) {
  Category tea;
  tea.id = ids_.fresh<CategoryId>();
  tea.slug = "tea";
  tea.title = "Tea";
  ports::IndexedProduct pot = a_product("Teapot");
  pot.product.categories = {tea.id};
  ports::IndexedProduct later = a_product("Kettle");
  later.product.publish_at = clock_.now() + std::chrono::hours{1};
  {
    const auto index = open();
    ASSERT_TRUE(index->update({pot, a_product("Mug"), later}, {}, {tea}, 7));
    ASSERT_TRUE(index->update({}, {pot.product.id}, {tea}, 8));
    ASSERT_TRUE(index->update({pot}, {}, {tea}, 9));
  }

  const auto index = open();

  EXPECT_EQ(index->sequence().value(), 9);
  EXPECT_EQ(found(*index, "teapot"), 1u);
  EXPECT_EQ(index->search({.text = "taepot"}).value().corrected_text, "teapot");
  EXPECT_EQ(index->search({.category_slug = "tea"}).value().items.size(), 1u);
  EXPECT_EQ(found(*index, "kettle"), 0u);
  clock_.advance(std::chrono::hours{1});
  EXPECT_EQ(found(*index, "kettle"), 1u);
  ASSERT_TRUE(index->update({a_product("Bowl")}, {}, {tea}, 10));
  EXPECT_EQ(index->search({}).value().items.size(), 4u);
}

TEST_F(CatalogIndexFile, BeginsAnewForOtherLanguages) {
  {
    const auto index = open();
    ASSERT_TRUE(index->update({a_product("Häuser")}, {}, {}, 7));
    EXPECT_EQ(found(*index, "haus"), 1u) << "as a beginning";
  }

  const auto index = open({.stemmers = {"german", "english"}});

  EXPECT_EQ(index->sequence().value(), 0);
  EXPECT_EQ(index->search({}).value().items.size(), 0u);
  ASSERT_TRUE(index->update({a_product("Häuser am See")}, {}, {}, 7));
  EXPECT_EQ(found(*index, "haus see"), 1u) << "as a stem";
}

TEST_F(CatalogIndexFile, BeginsAnewForAnotherFormat) {
  {
    const auto index = open();
    ASSERT_TRUE(index->update({a_product("Mug")}, {}, {}, 7));
  }
  {
    const auto connection = sqlite::Connection::open(file_).value();
    ASSERT_TRUE(connection->execute("PRAGMA user_version = 99"));
  }

  EXPECT_EQ(open()->sequence().value(), 0);
}

TEST_F(CatalogIndexFile, ReplacesWhatIsNoIndex) {
  std::ofstream(file_) << "This is not a database, but a text that is long enough to be taken for one, or so it seems.";

  const auto index = open();

  EXPECT_EQ(index->sequence().value(), 0);
  ASSERT_TRUE(index->update({a_product("Mug")}, {}, {}, 1));
  EXPECT_EQ(found(*index, "mug"), 1u);
}

TEST_F(CatalogIndexFile, ReplacesDamagedRecords) {
  {
    const auto index = open();
    ASSERT_TRUE(index->update({a_product("Mug")}, {}, {}, 7));
  }
  {
    const auto connection = sqlite::Connection::open(file_).value();
    ASSERT_TRUE(connection->run("UPDATE products SET record = x'0102'"));
  }

  const auto index = open();

  EXPECT_EQ(index->sequence().value(), 0);
  ASSERT_TRUE(index->update({a_product("Mug")}, {}, {}, 1));
  EXPECT_EQ(found(*index, "mug"), 1u);
}

TEST_F(CatalogIndexFile, RefusesALanguageWithoutStemmer) {
  EXPECT_EQ(open_catalog_index(file_, clock_, {.stemmers = {"klingon"}}).error().code, ErrorCode::invalid_argument);
}

TEST_F(CatalogIndexFile, ReusesNumbersOfErasedProducts) {
  const auto index = open();
  std::int64_t sequence = 0;
  for (int round = 0; round < 50; ++round) {
    const auto product = a_product("Mug " + std::to_string(round));
    ASSERT_TRUE(index->update({product}, {}, {}, ++sequence));
    ASSERT_EQ(found(*index, "mug"), 1u);
    ASSERT_TRUE(index->update({}, {product.product.id}, {}, ++sequence));
  }

  const auto connection = sqlite::Connection::open(file_).value();
  ASSERT_TRUE(index->update({a_product("Mug")}, {}, {}, ++sequence));
  EXPECT_EQ(connection->first<std::int64_t>("SELECT max(number) FROM products").value(), 0);
}

}  // namespace
}  // namespace souk::search
