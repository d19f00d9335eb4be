// Filters, sorts, pages and facets.
#include <gmock/gmock.h>

#include "contract/catalog_index_contract.h"

namespace souk::contract {

using ports::ProductQuery;
using ports::ProductSort;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST_P(CatalogIndexContract, ListsACategoryWithItsDescendants) {
  const Category kitchen = category("Kitchen");
  const Category tea = category("Tea", kitchen.id);
  const Category green = category("Green tea", tea.id);
  const Category garden = category("Garden");
  put({listed("Pan").in(kitchen), listed("Pot").in(tea), listed("Sencha").in(green), listed("Rake").in(garden),
       listed("Loose")});

  EXPECT_THAT(titles(ProductQuery{.category_slug = "kitchen"}), UnorderedElementsAre("Pan", "Pot", "Sencha"));
  EXPECT_THAT(titles(ProductQuery{.category_slug = "tea"}), UnorderedElementsAre("Pot", "Sencha"));
  EXPECT_THAT(titles(ProductQuery{.category_slug = "garden"}), ElementsAre("Rake"));
  EXPECT_THAT(titles(ProductQuery{.category_slug = "cellar"}), IsEmpty());
  EXPECT_THAT(facet({}, "category"), ElementsAre("kitchen 3", "tea 2", "garden 1", "green-tea 1"));
}

TEST_P(CatalogIndexContract, FollowsAMovedAndRenamedCategory) {
  const Category kitchen = category("Kitchen");
  category("Tea", kitchen.id);
  put(listed("Pot").in(categories_[1]));

  categories_[1].parent.reset();
  categories_[1].slug = "teas";
  tell_categories();

  EXPECT_THAT(titles(ProductQuery{.category_slug = "kitchen"}), IsEmpty());
  EXPECT_THAT(titles(ProductQuery{.category_slug = "tea"}), IsEmpty());
  EXPECT_THAT(titles(ProductQuery{.category_slug = "teas"}), ElementsAre("Pot"));
}

TEST_P(CatalogIndexContract, FiltersByAllTagsAndAnyVendor) {
  put({listed("A").tags({"Sale", "new"}).vendor("Kiln"), listed("B").tags({"SALE"}).vendor("Größe"),
       listed("C").tags({"new"}).vendor("Other")});

  EXPECT_THAT(titles(ProductQuery{.tags = {"sale"}}), UnorderedElementsAre("A", "B"));
  EXPECT_THAT(titles(ProductQuery{.tags = {"Sale", "New"}}), ElementsAre("A"));
  EXPECT_THAT(titles(ProductQuery{.tags = {"sale", "unknown"}}), IsEmpty());
  EXPECT_THAT(titles(ProductQuery{.vendors = {"kiln", "GRÖSSE"}}), UnorderedElementsAre("A", "B"));
  EXPECT_THAT(titles(ProductQuery{.vendors = {"unknown"}}), IsEmpty());
}

TEST_P(CatalogIndexContract, FiltersByThePriceOfAnyVariant) {
  put({listed("A").options({"Size"}).variant({"S"}, 1000).variant({"L"}, 5000), listed("B").priced(3000)});

  EXPECT_THAT(titles(ProductQuery{.price_min = 2000, .price_max = 4000}), ElementsAre("B"));
  EXPECT_THAT(titles(ProductQuery{.price_max = 1000}), ElementsAre("A"));
  EXPECT_THAT(titles(ProductQuery{.price_min = 5000}), ElementsAre("A"));
  EXPECT_THAT(titles(ProductQuery{.price_min = 3000, .price_max = 5000}), UnorderedElementsAre("A", "B"));
  EXPECT_THAT(titles(ProductQuery{.price_min = 5001}), IsEmpty());
  EXPECT_THAT(titles(ProductQuery{.price_min = 4000, .price_max = 2000}), IsEmpty());
}

TEST_P(CatalogIndexContract, FiltersByAvailability) {
  put({listed("There"), listed("Gone").sold_out(),
       listed("Half").options({"Size"}).variant({"S"}, 1000, false).variant({"L"}, 1000)});

  EXPECT_THAT(titles(ProductQuery{.in_stock = true}), UnorderedElementsAre("There", "Half"));
  EXPECT_THAT(titles(ProductQuery{.in_stock = false}), ElementsAre("Gone"));
}

TEST_P(CatalogIndexContract, AsksOneVariantForAllThatIsChosen) {
  put({listed("Shirt")
           .options({"Color", "Size"})
           .variant({"Red", "S"}, 1000)
           .variant({"Blue", "M"}, 2000)
           .variant({"Red", "L"}, 3000, false),
       listed("Sock").options({"Size", "color"}).variant({"M", "red"}, 500)});
  const auto options = [](std::vector<std::pair<std::string, std::string>> chosen) {
    return ProductQuery{.options = std::move(chosen)};
  };

  EXPECT_THAT(titles(options({{"Color", "Red"}})), UnorderedElementsAre("Shirt", "Sock"));
  EXPECT_THAT(titles(options({{"color", "RED"}, {"size", "m"}})), ElementsAre("Sock"));
  EXPECT_THAT(titles(options({{"Color", "Blue"}, {"Color", "Red"}, {"Size", "M"}})), UnorderedElementsAre("Shirt", "Sock"));
  EXPECT_THAT(titles(options({{"Color", "Green"}})), IsEmpty());
  EXPECT_THAT(titles(options({{"Material", "Wool"}})), IsEmpty());
  EXPECT_THAT(titles(ProductQuery{.in_stock = true, .options = {{"Color", "Red"}, {"Size", "L"}}}), IsEmpty());
  EXPECT_THAT(titles(ProductQuery{.price_max = 1500, .options = {{"Color", "Blue"}}}), IsEmpty());
  EXPECT_THAT(titles(ProductQuery{.price_min = 2500, .in_stock = true}), IsEmpty());
}

TEST_P(CatalogIndexContract, SortsAndBreaksTiesById) {
  const auto at = [&](int day) { return clock_.now() - std::chrono::days{day}; };
  put({listed("bowl").priced(2000).made_at(at(1)), listed("Äpfel").priced(2000).made_at(at(2)),
       listed("Cup").priced(1000).made_at(at(2))});

  EXPECT_THAT(titles(ProductQuery{.sort = ProductSort::newest}), ElementsAre("bowl", "Äpfel", "Cup"));
  EXPECT_THAT(titles(ProductQuery{.sort = ProductSort::relevance}), ElementsAre("bowl", "Äpfel", "Cup"));
  EXPECT_THAT(titles(ProductQuery{.sort = ProductSort::price_asc}), ElementsAre("Cup", "bowl", "Äpfel"));
  EXPECT_THAT(titles(ProductQuery{.sort = ProductSort::price_desc}), ElementsAre("bowl", "Äpfel", "Cup"));
  EXPECT_THAT(titles(ProductQuery{.sort = ProductSort::title}), ElementsAre("Äpfel", "bowl", "Cup"));
}

TEST_P(CatalogIndexContract, GoesOnBehindAProductThatIsGone) {
  std::vector<Listed> products;
  for (int i = 0; i < 5; ++i) products.push_back(listed("Mug " + std::to_string(i)));
  put(products);
  ProductQuery query{.sort = ProductSort::title, .limit = 2};
  query.after = search(query).next;

  erase(products[1].id());

  EXPECT_THAT(titles(query), ElementsAre("Mug 2", "Mug 3"));
}

TEST_P(CatalogIndexContract, EndsAPageThatIsExactlyFull) {
  put({listed("A"), listed("B")});

  const auto page = search(ProductQuery{.limit = 2});

  EXPECT_EQ(page.items.size(), 2u);
  EXPECT_EQ(page.next, std::nullopt);
}

TEST_P(CatalogIndexContract, RefusesAPositionOfAnotherList) {
  put({listed("A mug"), listed("B mug"), listed("C mug")});
  const auto by_title = search(ProductQuery{.sort = ProductSort::title, .limit = 1}).next;
  const auto by_relevance = search(ProductQuery{.text = "mug", .limit = 1}).next;
  ASSERT_TRUE(by_title && by_relevance);

  for (const std::string& position :
       {std::string("nonsense"), std::string(), *by_title, *by_relevance, std::string("newest x y")}) {
    const auto page = index_->search(ProductQuery{.sort = ProductSort::newest, .after = position});
    ASSERT_FALSE(page) << position;
    EXPECT_EQ(page.error().code, ErrorCode::invalid_parameter);
  }
}

TEST_P(CatalogIndexContract, CountsEachFacetWithoutItsOwnChoice) {
  put({listed("A").vendor("Kiln").tags({"new"}).options({"Color"}).variant({"Red"}, 1000),
       listed("B").vendor("Kiln").tags({"sale"}).options({"Color"}).variant({"Blue"}, 2000),
       listed("C").vendor("Forge").tags({"new"}).options({"Color"}).variant({"Red"}, 3000).sold_out()});
  const ProductQuery kiln{.vendors = {"Kiln"}};

  EXPECT_THAT(facet(kiln, "vendor"), ElementsAre("Kiln 2", "Forge 1"));
  EXPECT_THAT(facet(kiln, "tag"), ElementsAre("new 1", "sale 1"));
  EXPECT_THAT(facet(kiln, "option.Color"), ElementsAre("Blue 1", "Red 1"));
  EXPECT_THAT(facet(kiln, "in_stock"), ElementsAre("true 2"));
  EXPECT_THAT(facet({}, "in_stock"), ElementsAre("true 2", "false 1"));
  EXPECT_THAT(facet(ProductQuery{.tags = {"new"}}, "tag"), ElementsAre("new 2")) << "all chosen tags apply";
  const ProductQuery red{.options = {{"Color", "Red"}}};
  EXPECT_THAT(facet(red, "option.Color"), ElementsAre("Red 2", "Blue 1"));
  EXPECT_THAT(facet(red, "vendor"), ElementsAre("Forge 1", "Kiln 1"));

  ProductQuery cheap{.price_max = 2000, .facets = true};
  const auto page = search(cheap);
  ASSERT_TRUE(page.price_range);
  EXPECT_EQ(page.price_range->first, support::eur(1000));
  EXPECT_EQ(page.price_range->second, support::eur(3000)) << "the slider must not shrink to what was chosen";
}

TEST_P(CatalogIndexContract, SpellsAFacetValueAsMostProductsDo) {
  put({listed("A").tags({"SALE"}), listed("B").tags({"Sale"}), listed("C").tags({"Sale"})});

  EXPECT_THAT(facet({}, "tag"), ElementsAre("Sale 3"));
}

TEST_P(CatalogIndexContract, GivesAtMostFiftyValuesOfAFacet) {
  std::vector<Listed> products;
  for (int i = 0; i < 60; ++i) products.push_back(listed("Mug").vendor("Vendor " + std::to_string(i)));
  products.push_back(listed("Mug").vendor("Vendor 59"));
  put(products);

  const auto vendors = facet({}, "vendor");
  EXPECT_EQ(vendors.size(), 50u);
  EXPECT_EQ(vendors.front(), "Vendor 59 2");
}

}  // namespace souk::contract
