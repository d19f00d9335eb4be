// The tree of categories.
#include <algorithm>

#include <gmock/gmock.h>

#include "contract/catalog_store_contract.h"
#include "support/at_once.h"

namespace souk::contract {

using testing::ElementsAre;

TEST_P(CatalogStoreContract, GivesBackEveryFieldOfACategory) {
  const Category root = stored(a_category("Küche"));
  Category category = a_category("Tee & 茶", root.id);
  category.description_html = "<p>Für <i>Teetrinker</i></p>";
  category.position = 7;

  const Category written = stored(category);

  category.version = 1;
  EXPECT_EQ(written, category);
  EXPECT_EQ(home_->catalog->category(category.id).value(), category);
  EXPECT_EQ(home_->catalog->category_by_slug(category.slug).value().category, category);
  EXPECT_EQ(error_of(home_->catalog->category_by_slug("nothing")), ErrorCode::not_found);
  EXPECT_EQ(error_of(home_->catalog->category(home_->ids.fresh<CategoryId>())), ErrorCode::not_found);
}

TEST_P(CatalogStoreContract, ListsCategoriesByPositionThenTitle) {
  const auto at = [&](const std::string& title, std::int64_t position) {
    Category category = a_category(title);
    category.position = position;
    stored(category);
  };
  at("Tea", 2);
  at("Cups", 2);
  at("Sale", 1);

  const auto listed = home_->catalog->categories().value();
  std::vector<std::string> titles;
  for (const auto& category : listed) titles.push_back(category.title);
  EXPECT_THAT(titles, ElementsAre("Sale", "Cups", "Tea"));
}

TEST_P(CatalogStoreContract, GivesACategorySlugOnce) {
  const Category tea = stored(a_category("Tea"));
  Category other = a_category("Other");
  other.slug = tea.slug;

  EXPECT_EQ(error_of(home_->catalog->put({}, other)), ErrorCode::slug_taken);
}

TEST_P(CatalogStoreContract, LeadsFromAFormerSlugToTheCategory) {
  Category tea = stored(a_category("Tea"));
  for (const char* const slug : {"teas", "all-teas"}) {
    tea.slug = slug;
    tea = stored(tea);
  }

  EXPECT_FALSE(home_->catalog->category_by_slug("all-teas").value().moved);
  for (const char* const slug : {"tea", "teas"}) {
    const auto found = home_->catalog->category_by_slug(slug).value();
    EXPECT_TRUE(found.moved) << slug;
    EXPECT_EQ(found.category, tea) << slug;
  }
}

TEST_P(CatalogStoreContract, LetsACategoryGoBackToItsFormerSlug) {
  Category tea = stored(a_category("Tea"));
  for (const char* const slug : {"teas", "tea"}) {
    tea.slug = slug;
    tea = stored(tea);
  }

  EXPECT_FALSE(home_->catalog->category_by_slug("tea").value().moved);
  EXPECT_TRUE(home_->catalog->category_by_slug("teas").value().moved);
}

TEST_P(CatalogStoreContract, KeepsCurrentAndFormerSlugsFromOtherCategories) {
  Category tea = stored(a_category("Tea"));
  tea.slug = "teas";
  stored(tea);

  for (const char* const slug : {"tea", "teas"}) {
    Category other = a_category("Other");
    other.slug = slug;
    EXPECT_EQ(error_of(home_->catalog->put({}, other)), ErrorCode::slug_taken) << slug;
  }
}

TEST_P(CatalogStoreContract, FreesTheSlugsOfAnErasedCategory) {
  Category tea = stored(a_category("Tea"));
  tea.slug = "teas";
  tea = stored(tea);
  ASSERT_TRUE(home_->catalog->erase(tea.id, tea.version, {}));

  for (const char* const slug : {"tea", "teas"}) {
    EXPECT_EQ(error_of(home_->catalog->category_by_slug(slug)), ErrorCode::not_found) << slug;
    Category other = a_category("Other");
    other.slug = slug;
    other = stored(other);
    EXPECT_EQ(home_->catalog->category_by_slug(slug).value().category, other) << slug;
  }
}

TEST_P(CatalogStoreContract, RefusesACategoryUnderNothing) {
  EXPECT_EQ(error_of(home_->catalog->put({}, a_category("Tea", home_->ids.fresh<CategoryId>()))), ErrorCode::invalid_argument);
}

TEST_P(CatalogStoreContract, RefusesACircleOfCategories) {
  Category top = stored(a_category("Top"));
  const Category middle = stored(a_category("Middle", top.id));
  const Category bottom = stored(a_category("Bottom", middle.id));

  for (const auto& parent : {top.id, middle.id, bottom.id}) {
    Category moved = top;
    moved.parent = parent;
    EXPECT_EQ(error_of(home_->catalog->put({}, moved)), ErrorCode::invalid_argument);
  }
  EXPECT_EQ(home_->catalog->category(top.id).value(), top);
}

TEST_P(CatalogStoreContract, MovesACategory) {
  const Category kitchen = stored(a_category("Kitchen"));
  const Category garden = stored(a_category("Garden"));
  Category tea = stored(a_category("Tea", kitchen.id));

  tea.parent = garden.id;
  tea = stored(tea);

  EXPECT_EQ(tea.version, 2);
  EXPECT_EQ(home_->catalog->category(tea.id).value(), tea);
}

TEST_P(CatalogStoreContract, LosesNoUpdateOfACategory) {
  constexpr int kEditors = 20;
  const Category tea = stored(a_category("Tea"));

  const auto outcomes = support::at_once(kEditors, [&](int i) {
    Category edited = tea;
    edited.title = "Tea of editor " + std::to_string(i);
    return error_of(home_->catalog->put({}, edited));
  });

  EXPECT_EQ(succeeded(outcomes), 1);
  EXPECT_EQ(failed_with(outcomes, ErrorCode::version_conflict), kEditors - 1);
  EXPECT_EQ(home_->catalog->category(tea.id).value().version, 2);
}

TEST_P(CatalogStoreContract, MakesNoCircleOfTwoMovesAtOnce) {
  const Category one = stored(a_category("One"));
  const Category two = stored(a_category("Two"));

  const auto outcomes = support::at_once(2, [&](int i) {
    Category moved = i == 0 ? one : two;
    moved.parent = i == 0 ? two.id : one.id;
    return error_of(home_->catalog->put({}, moved));
  });

  EXPECT_EQ(succeeded(outcomes), 1);
  EXPECT_EQ(failed_with(outcomes, ErrorCode::invalid_argument), 1);
}

TEST_P(CatalogStoreContract, KeepsACategoryThatIsInUse) {
  const Category kitchen = stored(a_category("Kitchen"));
  const Category tea = stored(a_category("Tea", kitchen.id));
  Product mug = a_product("Mug");
  mug.categories = {tea.id};
  mug = stored(mug);

  EXPECT_EQ(error_of(home_->catalog->erase(kitchen.id, kitchen.version, {})), ErrorCode::category_in_use);
  EXPECT_EQ(error_of(home_->catalog->erase(tea.id, tea.version, {})), ErrorCode::category_in_use);

  mug.categories.clear();
  stored(mug);
  EXPECT_EQ(error_of(home_->catalog->erase(tea.id, tea.version + 1, {})), ErrorCode::version_conflict);
  EXPECT_TRUE(home_->catalog->erase(tea.id, tea.version, {}));
  EXPECT_TRUE(home_->catalog->erase(kitchen.id, kitchen.version, {}));
  EXPECT_EQ(error_of(home_->catalog->erase(kitchen.id, kitchen.version, {})), ErrorCode::not_found);
}

TEST_P(CatalogStoreContract, CountsChangesOfTheTree) {
  std::int64_t version = home_->catalog->version();
  const auto moved_on = [&] { return home_->catalog->version() > std::exchange(version, home_->catalog->version()); };

  Category tea = stored(a_category("Tea"));
  EXPECT_TRUE(moved_on());
  tea.title = "Teas";
  tea = stored(tea);
  EXPECT_TRUE(moved_on());
  ASSERT_TRUE(home_->catalog->erase(tea.id, tea.version, {}));
  EXPECT_TRUE(moved_on());
}

}  // namespace souk::contract
