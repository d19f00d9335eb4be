// What is listed at all, and what a list shows.
#include "contract/catalog_index_contract.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace souk::contract {

using ports::ProductQuery;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Listed& Listed::options(std::vector<std::string> names) {
  for (auto& name : names) indexed_.product.options.push_back({.name = std::move(name), .values = {}});
  return *this;
}

Listed& Listed::variant(std::vector<std::string> option_values, std::int64_t cents, bool available) {
  auto& variants = indexed_.product.variants;
  if (std::exchange(described_variants_, true)) {
    Variant next = variants.front();
    next.id = ids_->fresh<VariantId>();
    next.stock_item = ids_->fresh<StockItemId>();
    variants.push_back(std::move(next));
    available_.push_back(true);
  }
  variants.back().option_values = std::move(option_values);
  variants.back().price = support::eur(cents);
  available_.back() = available;
  return *this;
}

Listed& Listed::sold_out() {
  available_.assign(available_.size(), false);
  return *this;
}

ports::IndexedProduct Listed::indexed() const {
  ports::IndexedProduct complete = indexed_;
  for (std::size_t i = 0; i < available_.size(); ++i) {
    complete.stock.push_back(
        {.id = complete.product.variants[i].stock_item, .policy = StockPolicy::deny, .on_hand = available_[i] ? 3 : 0});
  }
  return complete;
}

Category CatalogIndexContract::category(const std::string& title, std::optional<CategoryId> parent) {
  Category category;
  category.id = ids_.fresh<CategoryId>();
  category.slug = slug_of(title);
  category.title = title;
  category.parent = parent;
  categories_.push_back(category);
  return category;
}

void CatalogIndexContract::put(const std::vector<Listed>& products) {
  std::vector<ports::IndexedProduct> puts;
  for (const auto& product : products) puts.push_back(product.indexed());
  const auto updated = index_->update(puts, {}, categories_, ++sequence_);
  ASSERT_TRUE(updated) << updated.error().detail << " " << updated.error().cause;
}

void CatalogIndexContract::erase(const ProductId& id) { ASSERT_TRUE(index_->update({}, {id}, categories_, ++sequence_)); }

void CatalogIndexContract::tell_categories() { ASSERT_TRUE(index_->update({}, {}, categories_, ++sequence_)); }

ports::ProductPage CatalogIndexContract::search(const ProductQuery& query) const {
  auto page = index_->search(query);
  if (!page) throw std::logic_error("the search failed: " + page.error().detail + " " + page.error().cause);
  return *std::move(page);
}

std::vector<std::string> CatalogIndexContract::titles(const ProductQuery& query) const {
  const auto page = search(query);
  std::vector<std::string> titles;
  for (const auto& item : page.items) titles.push_back(item.title);
  return titles;
}

std::vector<ProductId> CatalogIndexContract::all_pages(ProductQuery query, std::int64_t limit) const {
  query.limit = limit;
  std::vector<ProductId> all;
  while (true) {
    const auto page = search(query);
    for (const auto& item : page.items) all.push_back(item.id);
    if (!page.next) return all;
    EXPECT_EQ(page.items.size(), static_cast<std::size_t>(limit)) << "only the last page may be shorter";
    query.after = page.next;
  }
}

std::vector<std::string> CatalogIndexContract::suggestions(const std::string& typed, std::int64_t limit) const {
  const auto found = index_->suggest(typed, limit).value();
  std::vector<std::string> texts;
  for (const auto& suggestion : found) texts.push_back(suggestion.text);
  return texts;
}

std::vector<std::string> CatalogIndexContract::facet(ProductQuery query, const std::string& name) const {
  query.facets = true;
  const auto page = search(query);
  std::vector<std::string> values;
  for (const auto& facet : page.facets) {
    if (facet.name != name) continue;
    for (const auto& value : facet.values) values.push_back(value.value + " " + std::to_string(value.count));
  }
  return values;
}

TEST_P(CatalogIndexContract, IsEmptyAtFirst) {
  EXPECT_EQ(index_->sequence().value(), 0);
  const auto page = search(ProductQuery{.facets = true});
  EXPECT_THAT(page.items, IsEmpty());
  EXPECT_THAT(page.facets, IsEmpty());
  EXPECT_EQ(page.next, std::nullopt);
  EXPECT_EQ(page.price_range, std::nullopt);
  EXPECT_THAT(suggestions("a"), IsEmpty());
}

TEST_P(CatalogIndexContract, RemembersTheSequenceItWasBroughtTo) {
  ASSERT_TRUE(index_->update({listed("Mug").indexed()}, {}, {}, 41));
  EXPECT_EQ(index_->sequence().value(), 41);
  ASSERT_TRUE(index_->update({}, {}, {}, 43));
  EXPECT_EQ(index_->sequence().value(), 43);
}

TEST_P(CatalogIndexContract, ShowsWhatAListNeedsOfAProduct) {
  Listed mug = listed("Mug")
                   .vendor("Kiln")
                   .tags({"Sale", "new"})
                   .options({"Color"})
                   .variant({"Red"}, 2100, false)
                   .variant({"Blue"}, 1900);
  ports::IndexedProduct indexed = mug.indexed();
  indexed.product.images = {{.media = "ab.webp", .source_url = "front.jpg", .alt = "Vorn"}};
  indexed.product.variants[1].compare_at_price = support::eur(2500);
  indexed.product.variants[1].sku = "M-B";
  indexed.product.variants[1].custom_fields = {{"glaze", "matt"}};
  ASSERT_TRUE(index_->update({indexed}, {}, {}, 1));

  const auto page = search(ProductQuery{});

  ASSERT_EQ(page.items.size(), 1u);
  const ports::ProductSummary& item = page.items[0];
  EXPECT_EQ(item.id, mug.id());
  EXPECT_EQ(item.slug, "mug");
  EXPECT_EQ(item.title, "Mug");
  EXPECT_EQ(item.vendor, "Kiln");
  EXPECT_EQ(item.price_min, support::eur(1900));
  EXPECT_EQ(item.price_max, support::eur(2100));
  EXPECT_EQ(item.compare_at_price, support::eur(2500));
  EXPECT_TRUE(item.available);
  EXPECT_EQ(item.image, indexed.product.images[0]);
  EXPECT_EQ(item.variant_count, 2);
  EXPECT_THAT(item.tags, ElementsAre("Sale", "new"));
  ASSERT_EQ(item.variants.size(), 2u);
  Variant blue = indexed.product.variants[1];
  blue.custom_fields.clear();
  EXPECT_EQ(item.variants[0].first, indexed.product.variants[0]);
  EXPECT_FALSE(item.variants[0].second);
  EXPECT_EQ(item.variants[1].first, blue);
  EXPECT_TRUE(item.variants[1].second);
}

TEST_P(CatalogIndexContract, ShowsTheFirstTenVariants) {
  Listed screw = listed("Screw").options({"Size"});
  for (int i = 0; i < 30; ++i) screw.variant({std::to_string(i)}, 100 + i);
  put(screw);

  const auto item = search(ProductQuery{}).items.at(0);
  EXPECT_EQ(item.variants.size(), 10u);
  EXPECT_EQ(item.variant_count, 30);
  EXPECT_EQ(item.price_max, support::eur(129));
}

TEST_P(CatalogIndexContract, ReplacesAndErasesProducts) {
  Listed mug = listed("Mug").vendor("Kiln");
  put(mug);
  put(mug.vendor("Forge").priced(500));

  EXPECT_THAT(titles(ProductQuery{.vendors = {"Kiln"}}), IsEmpty());
  EXPECT_THAT(titles(ProductQuery{.vendors = {"Forge"}}), ElementsAre("Mug"));
  EXPECT_THAT(titles("kiln"), IsEmpty());
  EXPECT_THAT(titles("forge"), ElementsAre("Mug"));

  erase(mug.id());
  EXPECT_THAT(titles(ProductQuery{}), IsEmpty());
  EXPECT_THAT(titles("mug"), IsEmpty());
  EXPECT_THAT(suggestions("mu"), IsEmpty());
  erase(mug.id());
}

TEST_P(CatalogIndexContract, TakesOneBatchInItsOrder) {
  const Listed mug = listed("Mug");
  const Listed bowl = listed("Bowl");
  ASSERT_TRUE(index_->update({mug.indexed(), bowl.indexed(), mug.indexed()}, {bowl.id()}, {}, 1));

  EXPECT_THAT(titles(ProductQuery{}), ElementsAre("Mug"));
  ASSERT_TRUE(index_->update({bowl.indexed()}, {mug.id()}, {}, 2));
  EXPECT_THAT(titles("bowl"), ElementsAre("Bowl"));
  EXPECT_THAT(titles("mug"), IsEmpty());
}

TEST_P(CatalogIndexContract, NeverShowsDraftsOrArchivedProducts) {
  Listed mug = listed("Mug");
  put({mug.status(ProductStatus::draft)});
  EXPECT_THAT(titles(ProductQuery{}), IsEmpty());
  EXPECT_THAT(titles("mug"), IsEmpty());

  put({mug.status(ProductStatus::active)});
  EXPECT_THAT(titles("mug"), ElementsAre("Mug"));
  put({mug.status(ProductStatus::archived)});
  EXPECT_THAT(titles("mug"), IsEmpty());
  EXPECT_THAT(suggestions("mu"), IsEmpty());
}

TEST_P(CatalogIndexContract, KnowsAllThatItHolds) {
  EXPECT_THAT(index_->products().value(), IsEmpty());
  const Listed mug = listed("Mug");
  const Listed bowl = listed("Bowl");
  const Listed planned = listed("Teapot").published_at(clock_.now() + std::chrono::hours{3});
  put({mug, bowl, planned});
  ASSERT_TRUE(index_->update({}, {bowl.id()}, {}, 9));

  EXPECT_THAT(index_->products().value(), UnorderedElementsAre(mug.id(), planned.id()));
}

TEST_P(CatalogIndexContract, ShowsProductsFromTheirPublishDateOn) {
  const Instant noon = clock_.now() + std::chrono::hours{3};
  put({listed("Mug").vendor("Kiln"), listed("Teapot").vendor("Forge").published_at(noon)});

  EXPECT_THAT(titles(ProductQuery{}), ElementsAre("Mug"));
  EXPECT_THAT(titles("teapot"), IsEmpty());
  EXPECT_THAT(suggestions("teap"), IsEmpty());
  EXPECT_EQ(search("taepot").corrected_text, std::nullopt) << "a correction would tell of it";
  EXPECT_THAT(facet({}, "vendor"), ElementsAre("Kiln 1"));
  clock_.advance(std::chrono::hours{3} - std::chrono::milliseconds{1});
  EXPECT_THAT(titles(ProductQuery{}), ElementsAre("Mug"));

  clock_.advance(std::chrono::milliseconds{1});
  EXPECT_THAT(titles(ProductQuery{}), ElementsAre("Teapot", "Mug"));
  EXPECT_THAT(titles("teapot"), ElementsAre("Teapot"));
  EXPECT_THAT(suggestions("teap"), ElementsAre("teapot", "Teapot"));
  EXPECT_THAT(facet({}, "vendor"), ElementsAre("Forge 1", "Kiln 1"));
}

}  // namespace souk::contract
