#include "usecases/product_input.h"

#include <gtest/gtest.h>

#include "support/builders.h"
#include "support/shop.h"
#include "usecases/create_category.h"
#include "usecases/create_product.h"
#include "usecases/delete_category.h"
#include "usecases/delete_product.h"
#include "usecases/replace_category.h"
#include "usecases/replace_product.h"

namespace souk::usecases {
namespace {

using support::error_of;
using support::eur;
using support::Shop;

class StaffCatalogTest : public testing::Test {
 protected:
  /// As staff hands it in: without ids.
  static ProductInput mug() {
    ProductInput input;
    input.product.title = "Blue mug";
    input.product.status = ProductStatus::active;
    input.product.variants.resize(1);
    input.product.variants.front().price = eur(1999);
    return input;
  }
  template <class T>
  static std::string pointer_of(const Result<T>& result) {
    return result ? "accepted" : result.error().pointer;
  }

  Shop shop;
  CreateProduct create{*shop.catalog, *shop.settings, shop.ids};
  ReplaceProduct replace{*shop.catalog, *shop.settings, shop.ids};
  DeleteProduct remove{*shop.catalog};
  CreateCategory create_category{*shop.catalog, shop.ids};
  ReplaceCategory replace_category{*shop.catalog};
  DeleteCategory delete_category{*shop.catalog};
};

TEST_F(StaffCatalogTest, CreatesAProductWithIdsASlugAndItsStock) {
  ProductInput input = mug();
  ports::StockChange stock;
  stock.policy = StockPolicy::deny;
  stock.set_on_hand = 7;
  input.stock = {stock};

  const auto created = create({}, input);

  ASSERT_TRUE(created) << created.error().detail;
  EXPECT_EQ(created->slug, "blue-mug");
  EXPECT_EQ(created->version, 1);
  EXPECT_NE(created->id, ProductId{});
  EXPECT_NE(created->variants.front().id, VariantId{});
  EXPECT_EQ(shop.inventory->find(created->variants.front().stock_item)->on_hand, 7);
}

TEST_F(StaffCatalogTest, NumbersASlugThatItMadeItself) {
  EXPECT_EQ(create({}, mug())->slug, "blue-mug");
  EXPECT_EQ(create({}, mug())->slug, "blue-mug-2");
  EXPECT_EQ(create({}, mug())->slug, "blue-mug-3");
}

TEST_F(StaffCatalogTest, RefusesASlugThatIsTaken) {
  ASSERT_TRUE(create({}, mug()));
  ProductInput same = mug();
  same.product.slug = "blue-mug";

  EXPECT_EQ(error_of(create({}, same)), ErrorCode::slug_taken);
}

TEST_F(StaffCatalogTest, KeepsNoScriptOfADescription) {
  ProductInput input = mug();
  input.product.description_html = "<p onclick=\"x()\">Blue</p><script>alert(1)</script>";

  EXPECT_EQ(create({}, input)->description_html, "<p>Blue</p>");
}

TEST_F(StaffCatalogTest, PointsToADescriptionThatWouldKeepAParserBusy) {
  ProductInput input = mug();
  for (int i = 0; i < 1000; ++i) input.product.description_html += "<div>";

  const auto refused = create({}, input);

  EXPECT_EQ(error_of(refused), ErrorCode::validation_failed);
  EXPECT_EQ(refused.error().pointer, "/description_html");
}

TEST_F(StaffCatalogTest, PointsToWhatIsWrongWithAProduct) {
  ProductInput foreign = mug();
  foreign.product.variants.front().price.currency = *Currency::parse("JPY");
  ProductInput compared = mug();
  compared.product.variants.front().compare_at_price = Money{5, *Currency::parse("JPY")};
  ProductInput invented = mug();
  invented.product.variants.front().id = shop.ids.fresh<VariantId>();
  ProductInput nowhere = mug();
  nowhere.product.categories = {shop.ids.fresh<CategoryId>()};
  ProductInput overstocked = mug();
  ports::StockChange both;
  both.delta = 1;
  both.set_on_hand = 1;
  overstocked.stock = {both};
  ProductInput untitled = mug();
  untitled.product.title = "";

  EXPECT_EQ(pointer_of(create({}, foreign)), "/variants/0/price");
  EXPECT_EQ(pointer_of(create({}, compared)), "/variants/0/compare_at_price");
  EXPECT_EQ(pointer_of(create({}, invented)), "/variants/0/id");
  EXPECT_EQ(pointer_of(create({}, nowhere)), "/categories/0");
  EXPECT_EQ(pointer_of(create({}, overstocked)), "/variants/0/stock/delta");
  EXPECT_EQ(pointer_of(create({}, untitled)), "/title");
}

TEST_F(StaffCatalogTest, KeepsTheStockOfAVariantThatStays) {
  ProductInput input = mug();
  input.product.options = {{"Size", {"S", "L"}}};
  input.product.variants.resize(2, input.product.variants.front());
  input.product.variants[0].option_values = {"S"};
  input.product.variants[1].option_values = {"L"};
  const Product before = *create({}, input);
  ProductInput next{before};
  next.product.slug = "";
  next.product.variants.erase(next.product.variants.begin());  // S goes, L stays, XL comes
  next.product.variants.front().stock_item = shop.ids.fresh<StockItemId>();
  Variant extra = before.variants[1];
  extra.id = {};
  extra.option_values = {"XL"};
  next.product.variants.push_back(extra);
  next.product.options[0].values = {"L", "XL"};

  const auto after = replace({}, before.id, before.version, next, PriceCuts::any);

  ASSERT_TRUE(after) << after.error().detail << after.error().pointer;
  EXPECT_EQ(after->slug, before.slug);
  EXPECT_EQ(after->version, 2);
  ASSERT_EQ(after->variants.size(), 2U);
  EXPECT_EQ(after->variants[0].id, before.variants[1].id);
  EXPECT_EQ(after->variants[0].stock_item, before.variants[1].stock_item);
  EXPECT_NE(after->variants[1].id, before.variants[1].id);
}

TEST_F(StaffCatalogTest, DoesNotTakeAVariantTwiceOrFromAnotherProduct) {
  const Product blue = *create({}, mug());
  const Product other = *create({}, mug());
  ProductInput stolen{blue};
  stolen.product.variants = other.variants;
  ProductInput doubled{blue};
  doubled.product.variants.push_back(blue.variants.front());

  EXPECT_EQ(pointer_of(replace({}, blue.id, blue.version, stolen, PriceCuts::any)), "/variants/0/id");
  EXPECT_EQ(pointer_of(replace({}, blue.id, blue.version, doubled, PriceCuts::any)), "/variants/1/id");
}

TEST_F(StaffCatalogTest, LosesNoUpdateThatSomebodyElseMade) {
  const Product before = *create({}, mug());
  ProductInput first{before};
  first.product.title = "First";
  ProductInput second{before};
  second.product.title = "Second";

  EXPECT_TRUE(replace({}, before.id, before.version, first, PriceCuts::any));
  EXPECT_EQ(error_of(replace({}, before.id, before.version, second, PriceCuts::any)), ErrorCode::version_conflict);
  EXPECT_EQ(error_of(remove(before.id, before.version, {})), ErrorCode::version_conflict);
  EXPECT_TRUE(remove(before.id, before.version + 1, {}));
  EXPECT_EQ(error_of(replace({}, before.id, before.version, second, PriceCuts::any)), ErrorCode::not_found);
}

TEST_F(StaffCatalogTest, SlashesAPriceOnlyWhenThatIsAllowed) {
  const Product before = *create({}, mug());
  ProductInput cheap{before};
  cheap.product.variants[0].price.minor /= 3;

  EXPECT_EQ(error_of(replace({}, before.id, before.version, cheap, PriceCuts::gentle)), ErrorCode::step_up_required);
  EXPECT_TRUE(replace({}, before.id, before.version, cheap, PriceCuts::any));
}

TEST_F(StaffCatalogTest, KeepsCategoriesInATree) {
  Category tea;
  tea.title = "Tea & more";
  tea.description_html = "<b>Tea</b><script></script>";
  const Category root = *create_category({}, tea);
  Category child;
  child.title = "Green";
  child.parent = root.id;
  const Category green = *create_category({}, child);

  EXPECT_EQ(root.slug, "tea-more");
  EXPECT_EQ(root.description_html, "<b>Tea</b>");
  Category circle = root;
  circle.parent = green.id;
  EXPECT_EQ(error_of(replace_category({}, root.id, root.version, circle)), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of(delete_category(root.id, root.version, {})), ErrorCode::category_in_use);
  Category renamed = green;
  renamed.slug = "";
  renamed.title = "Green tea";
  EXPECT_EQ(replace_category({}, green.id, green.version, renamed)->slug, "green");
  EXPECT_EQ(error_of(replace_category({}, green.id, green.version, renamed)), ErrorCode::version_conflict);
  EXPECT_EQ(error_of(delete_category(green.id, green.version, {})), ErrorCode::version_conflict);
  EXPECT_TRUE(delete_category(green.id, green.version + 1, {}));
}

}  // namespace
}  // namespace souk::usecases
