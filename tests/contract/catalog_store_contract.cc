// Products, their slugs and their variants.
#include "contract/catalog_store_contract.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace souk::contract {

using support::eur;
using testing::ElementsAre;
using testing::IsEmpty;

Category CatalogStoreContract::a_category(const std::string& title, std::optional<CategoryId> parent) {
  Category category;
  category.id = home_->ids.fresh<CategoryId>();
  category.slug = slug_of(title);
  category.title = title;
  category.parent = parent;
  return category;
}

Product CatalogStoreContract::stored(const Product& product, const std::vector<ports::StockWrite>& stock) {
  const auto written = home_->catalog->put({}, ports::ProductWrite{.product = product, .stock = stock});
  if (!written) throw std::logic_error("the product was not stored: " + written.error().detail + " " + written.error().cause);
  return *written;
}

Category CatalogStoreContract::stored(const Category& category) {
  const auto written = home_->catalog->put({}, category);
  if (!written) throw std::logic_error("the category was not stored: " + written.error().detail + " " + written.error().cause);
  return *written;
}

std::optional<ErrorCode> CatalogStoreContract::error_of_product(const ProductId& id) const {
  return error_of(home_->catalog->product(id));
}

StockItem CatalogStoreContract::stock_of(const Variant& variant) const {
  return home_->catalog->variants_for_sale(std::vector{variant.id}).value().at(0).stock;
}

std::vector<ProductId> CatalogStoreContract::changed_after(std::int64_t sequence) const {
  std::vector<ProductId> changed;
  const auto changes = home_->catalog->changes_after(sequence, 1000).value();
  for (const auto& change : changes) changed.push_back(change.product);
  return changed;
}

namespace {

/// Every field at another value than its default.
Product with_everything(Product product, const CategoryId& category) {
  product.slug = "抹茶-schale-größe-l";
  product.title = "Schale “Größe L” — 抹茶碗 🍵";
  product.description_html = "<p>Ça coûte <b>peu</b> &amp; hält länger.</p>\n<p>ありがとう</p>";
  product.vendor = "Łódź Keramik";
  product.type = "Bowl";
  product.tags = {"Neu, wirklich", "🍵", "\"quoted\""};
  product.options = {{.name = "Farbe", .values = {"Blau", "Grün"}}};
  product.images = {{.media = "ab.webp", .source_url = "https://example.com/ä?v=1", .alt = "Von vorn"},
                    {.media = "cd.jpg", .source_url = {}, .alt = {}}};
  product.categories = {category};
  product.seo = {.title = "Schale", .description = "Für Matcha"};
  product.publish_at = Instant{std::chrono::milliseconds{1'790'000'000'123}};
  product.custom_fields = {{"Material", "Steingut"}, {"Leer", ""}};
  Variant green = product.variants.front();
  green.id.bytes[21] ^= 1;
  green.stock_item.bytes[21] ^= 1;
  green.sku = "SCH-2";
  green.barcode = "4006381333931";
  green.option_values = {"Grün"};
  green.compare_at_price = eur(2999);
  green.grams = 420;
  green.requires_shipping = false;
  green.taxable = false;
  green.minimum_quantity = 2;
  green.maximum_quantity = 12;
  green.image = product.images[1];
  green.custom_fields = {{"Glasur", "matt"}};
  product.variants.front().option_values = {"Blau"};
  product.variants.push_back(green);
  return product;
}

}  // namespace

TEST_P(CatalogStoreContract, GivesBackEveryFieldOfAProduct) {
  const Category bowls = stored(a_category("Bowls"));
  const Product product = with_everything(a_product("Schale"), bowls.id);

  const Product written = stored(product);

  Product expected = product;
  expected.version = 1;
  expected.created_at = expected.updated_at = home_->clock.now();
  EXPECT_EQ(written, expected);
  EXPECT_EQ(home_->catalog->product(product.id).value(), expected);
  EXPECT_EQ(home_->catalog->product_by_slug(product.slug).value().product, expected);
}

TEST_P(CatalogStoreContract, DoesNotFindWhatIsNotThere) {
  EXPECT_EQ(error_of_product(home_->ids.fresh<ProductId>()), ErrorCode::not_found);
  EXPECT_EQ(error_of(home_->catalog->product_by_slug("nothing")), ErrorCode::not_found);
  EXPECT_EQ(home_->catalog->imported("nothing").value(), std::nullopt);
  EXPECT_THAT(home_->catalog->products({}, 10).value(), IsEmpty());
  EXPECT_THAT(home_->catalog->categories().value(), IsEmpty());
}

TEST_P(CatalogStoreContract, ReplacingKeepsTheDateOfBirth) {
  Product product = stored("Mug");
  const Instant born = home_->clock.now();
  home_->clock.advance(std::chrono::minutes{5});

  product.title = "Big mug";
  const Product replaced = stored(product);

  EXPECT_EQ(replaced.version, 2);
  EXPECT_EQ(replaced.created_at, born);
  EXPECT_EQ(replaced.updated_at, home_->clock.now());
  EXPECT_EQ(home_->catalog->product(product.id).value(), replaced);
}

TEST_P(CatalogStoreContract, RefusesAWriteOfAnotherVersion) {
  const Product first = stored("Mug");
  Product second = stored(first);

  EXPECT_EQ(error_of(put(first)), ErrorCode::version_conflict);
  second.version = 7;
  EXPECT_EQ(error_of(put(second)), ErrorCode::version_conflict);
  second.version = 0;
  EXPECT_EQ(error_of(put(second)), ErrorCode::version_conflict);
  EXPECT_EQ(home_->catalog->product(first.id).value().version, 2);
}

TEST_P(CatalogStoreContract, DoesNotReviveAnErasedProduct) {
  const Product product = stored("Mug");
  ASSERT_TRUE(home_->catalog->erase(product.id, product.version, {}));

  EXPECT_EQ(error_of(put(product)), ErrorCode::not_found);
  EXPECT_EQ(error_of_product(product.id), ErrorCode::not_found);
}

TEST_P(CatalogStoreContract, ErasesOnlyTheVersionThatWasSeen) {
  const Product first = stored("Mug");
  const Product second = stored(first);

  EXPECT_EQ(error_of(home_->catalog->erase(first.id, first.version, {})), ErrorCode::version_conflict);
  EXPECT_TRUE(home_->catalog->erase(second.id, second.version, {}));
  EXPECT_EQ(error_of(home_->catalog->erase(second.id, second.version, {})), ErrorCode::not_found);
}

TEST_P(CatalogStoreContract, LeadsFromAFormerSlugToTheProduct) {
  Product product = a_product("Mug");
  product.slug = "mug";
  product = stored(product);
  product.slug = "blue-mug";
  product = stored(product);

  const auto by_new = home_->catalog->product_by_slug("blue-mug").value();
  const auto by_old = home_->catalog->product_by_slug("mug").value();
  EXPECT_FALSE(by_new.moved);
  EXPECT_TRUE(by_old.moved);
  EXPECT_EQ(by_old.product, product);
}

TEST_P(CatalogStoreContract, LetsAProductGoBackToItsFormerSlug) {
  Product product = a_product("Mug");
  for (const char* const slug : {"mug", "blue-mug", "mug"}) {
    product.slug = slug;
    product = stored(product);
  }

  EXPECT_FALSE(home_->catalog->product_by_slug("mug").value().moved);
  EXPECT_TRUE(home_->catalog->product_by_slug("blue-mug").value().moved);
}

TEST_P(CatalogStoreContract, KeepsCurrentAndFormerSlugsFromOtherProducts) {
  Product product = a_product("Mug");
  product.slug = "mug";
  product = stored(product);
  product.slug = "blue-mug";
  stored(product);

  for (const char* const slug : {"mug", "blue-mug"}) {
    Product other = a_product("Other");
    other.slug = slug;
    EXPECT_EQ(error_of(put(other)), ErrorCode::slug_taken);
    EXPECT_EQ(error_of_product(other.id), ErrorCode::not_found);
  }
}

TEST_P(CatalogStoreContract, FreesTheSlugsOfAnErasedProduct) {
  Product product = a_product("Mug");
  product.slug = "mug";
  product = stored(product);
  product.slug = "blue-mug";
  product = stored(product);
  ASSERT_TRUE(home_->catalog->erase(product.id, product.version, {}));

  for (const char* const slug : {"mug", "blue-mug"}) {
    EXPECT_EQ(error_of(home_->catalog->product_by_slug(slug)), ErrorCode::not_found);
    Product other = a_product("Other");
    other.slug = slug;
    EXPECT_TRUE(put(other));
  }
}

TEST_P(CatalogStoreContract, HoldsTwoThousandAndFortyEightVariants) {
  Product product = support::a_product(home_->ids, "Screw", static_cast<int>(kMaxVariants));
  product = stored(product);
  EXPECT_EQ(home_->catalog->product(product.id).value(), product);

  std::swap(product.variants[7], product.variants[2000]);
  product.variants[100].price = eur(5);
  product.variants.pop_back();
  product = stored(product);

  EXPECT_EQ(home_->catalog->product(product.id).value(), product);
}

TEST_P(CatalogStoreContract, WritesNothingOfARefusedProduct) {
  const Product mug = stored("Mug");
  Product refused = a_product("Bowl");
  refused.slug = mug.slug;
  const std::int64_t version = home_->catalog->version();

  EXPECT_EQ(error_of(put(refused)), ErrorCode::slug_taken);

  EXPECT_THAT(home_->catalog->variants_for_sale(std::vector{refused.variants[0].id}).value(), IsEmpty());
  EXPECT_EQ(home_->catalog->version(), version);
}

TEST_P(CatalogStoreContract, ListsProductsByIdPageByPage) {
  std::vector<Product> all;
  for (int i = 0; i < 7; ++i) all.push_back(stored("Mug " + std::to_string(i)));

  std::vector<Product> listed;
  std::optional<ProductId> after;
  while (true) {
    const auto page = home_->catalog->products(after, 3).value();
    if (page.empty()) break;
    EXPECT_LE(page.size(), 3u);
    listed.insert(listed.end(), page.begin(), page.end());
    after = page.back().id;
  }

  std::ranges::sort(all, {}, &Product::id);
  EXPECT_EQ(listed, all);
}

TEST_P(CatalogStoreContract, TellsOfVariantsWhatACartLineNeeds) {
  const Category bowls = stored(a_category("Bowls"));
  const Product bowl = stored(with_everything(a_product("Bowl"), bowls.id));
  const Product mug = stored("Mug");
  const std::vector<VariantId> ids{mug.variants[0].id, home_->ids.fresh<VariantId>(), bowl.variants[1].id, bowl.variants[0].id};

  const auto found = home_->catalog->variants_for_sale(ids).value();

  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].variant, mug.variants[0]);
  EXPECT_EQ(found[0].image, std::nullopt);
  EXPECT_EQ(found[0].publish_at, std::nullopt);
  EXPECT_EQ(found[1].variant, bowl.variants[1]);
  EXPECT_EQ(found[1].product, bowl.id);
  EXPECT_EQ(found[1].product_slug, bowl.slug);
  EXPECT_EQ(found[1].product_title, bowl.title);
  EXPECT_EQ(found[1].status, ProductStatus::active);
  EXPECT_EQ(found[1].publish_at, bowl.publish_at);
  EXPECT_EQ(found[1].image, bowl.variants[1].image);
  EXPECT_EQ(found[1].stock.id, bowl.variants[1].stock_item);
  EXPECT_EQ(found[2].image, bowl.images[0]);
}

TEST_P(CatalogStoreContract, RemembersWhatAnImportLeft) {
  const Product product = a_product("Mug");
  ports::ImportedProduct imported{.handle = product.slug, .source = R"({"quantity":-2})"};
  imported.rows_hash.fill(7);

  ASSERT_TRUE(home_->catalog->put({}, ports::ProductWrite{.product = product, .stock = {}, .imported = imported}));
  const auto found = home_->catalog->imported(product.slug).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->handle, product.slug);
  EXPECT_EQ(found->rows_hash, imported.rows_hash);
  EXPECT_EQ(found->source, imported.source);

  const std::int64_t version = home_->catalog->version();
  imported.rows_hash.fill(9);
  ASSERT_TRUE(home_->catalog->remember_import(imported));
  EXPECT_EQ(home_->catalog->imported(product.slug).value()->rows_hash, imported.rows_hash);
  EXPECT_EQ(home_->catalog->version(), version);
}

}  // namespace souk::contract
