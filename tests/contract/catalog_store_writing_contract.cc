// Stock that comes with products, answers to repeated requests, the change feed, and everyone at once.
#include <algorithm>

#include <gmock/gmock.h>

#include "contract/catalog_store_contract.h"
#include "support/at_once.h"

namespace souk::contract {

using support::at_once;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

namespace {

ports::StockChange counted(std::int64_t on_hand) {
  return {.set_on_hand = on_hand, .policy = StockPolicy::deny, .reason = MovementReason::imported, .reference = "run 1"};
}

ports::Repeatable<Product> under_key(const std::string& name, const std::string& request = "the request") {
  return {.key = support::a_key(name, "key:staff", request), .encode = [](const Product& product) {
            return ports::Answer{.status = 201, .body = "version " + std::to_string(product.version), .etag = "\"1\""};
          }};
}

}  // namespace

TEST_P(CatalogStoreContract, StartsNewVariantsUntracked) {
  const Product mug = stored("Mug");

  const StockItem stock = stock_of(mug.variants[0]);
  EXPECT_EQ(stock.id, mug.variants[0].stock_item);
  EXPECT_EQ(stock.policy, StockPolicy::untracked);
  EXPECT_EQ(stock.on_hand, 0);
  EXPECT_TRUE(stock.available());
}

TEST_P(CatalogStoreContract, WritesStockTogetherWithItsProduct) {
  const Product product = support::a_product(home_->ids, "Mug", 2);

  stored(product, {{product.variants[1].id, counted(12)}});

  EXPECT_EQ(stock_of(product.variants[0]).policy, StockPolicy::untracked);
  EXPECT_EQ(stock_of(product.variants[1]).policy, StockPolicy::deny);
  EXPECT_EQ(stock_of(product.variants[1]).on_hand, 12);
}

TEST_P(CatalogStoreContract, WritesNeitherProductNorStockWhenTheStockIsRefused) {
  const Product product = a_product("Mug");
  const ports::StockChange below_nothing{.delta = -1, .policy = StockPolicy::deny};

  const auto written =
      home_->catalog->put({}, ports::ProductWrite{.product = product, .stock = {{product.variants[0].id, below_nothing}}});

  EXPECT_EQ(error_of(written), ErrorCode::validation_failed);
  EXPECT_EQ(error_of_product(product.id), ErrorCode::not_found);
}

TEST_P(CatalogStoreContract, KeepsTheStockOfAVariantThatIsGone) {
  Product product = support::a_product(home_->ids, "Mug", 2);
  product = stored(product, {{product.variants[1].id, counted(3)}});
  Variant dropped = product.variants[1];
  product.variants.pop_back();
  product = stored(product);
  EXPECT_THAT(home_->catalog->variants_for_sale(std::vector{dropped.id}).value(), IsEmpty());

  dropped.id = home_->ids.fresh<VariantId>();
  product.variants.push_back(dropped);
  product = stored(product);

  EXPECT_EQ(stock_of(dropped).on_hand, 3);
}

TEST_P(CatalogStoreContract, RefusesAVariantOfAnotherProduct) {
  const Product mug = stored("Mug");
  Product thief = a_product("Thief");
  thief.variants[0].id = mug.variants[0].id;

  EXPECT_EQ(error_of(put(thief)), ErrorCode::validation_failed);
  EXPECT_EQ(home_->catalog->product(mug.id).value(), mug);
}

TEST_P(CatalogStoreContract, RefusesACategoryThatDoesNotExist) {
  Product product = a_product("Mug");
  product.categories = {home_->ids.fresh<CategoryId>()};

  EXPECT_EQ(error_of(put(product)), ErrorCode::validation_failed);
}

TEST_P(CatalogStoreContract, StoresTheAnswerOfAKeyWithItsProduct) {
  const auto once = under_key("once");
  const Product product = a_product("Mug");
  ASSERT_TRUE(home_->catalog->put(once, ports::ProductWrite{.product = product}));

  const auto found = home_->answers->find(*once.key).value();

  ASSERT_TRUE(std::holds_alternative<ports::StoredAnswer>(found));
  EXPECT_EQ(std::get<ports::StoredAnswer>(found).answer, once.encode(home_->catalog->product(product.id).value()));
  EXPECT_EQ(error_of(home_->answers->find(*under_key("once", "another request").key)), ErrorCode::idempotency_key_reused);
}

TEST_P(CatalogStoreContract, WritesOncePerKey) {
  Product product = a_product("Mug");
  ASSERT_TRUE(home_->catalog->put(under_key("once"), ports::ProductWrite{.product = product}));
  product.version = 1;

  EXPECT_FALSE(home_->catalog->put(under_key("once"), ports::ProductWrite{.product = product}));
  EXPECT_EQ(error_of(home_->catalog->put(under_key("once", "another request"), ports::ProductWrite{.product = product})),
            ErrorCode::idempotency_key_reused);
  EXPECT_EQ(home_->catalog->product(product.id).value().version, 1);
}

TEST_P(CatalogStoreContract, StoresNoAnswerToARefusedWrite) {
  const Product mug = stored("Mug");
  Product other = a_product("Other");
  other.slug = mug.slug;

  EXPECT_EQ(error_of(home_->catalog->put(under_key("once"), ports::ProductWrite{.product = other})), ErrorCode::slug_taken);

  EXPECT_TRUE(std::holds_alternative<std::monostate>(home_->answers->find(*under_key("once").key).value()));
}

TEST_P(CatalogStoreContract, TellsEachChangeOnceWithItsLatestSequence) {
  const std::int64_t before = home_->catalog->version();
  const Product mug = stored("Mug");
  const Product bowl = stored("Bowl");
  stored(mug);

  const auto changes = home_->catalog->changes_after(before, 10).value();

  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].product, bowl.id);
  EXPECT_EQ(changes[1].product, mug.id);
  EXPECT_LT(before, changes[0].sequence);
  EXPECT_LT(changes[0].sequence, changes[1].sequence);
  EXPECT_EQ(home_->catalog->version(), changes[1].sequence);
  EXPECT_THAT(changed_after(changes[0].sequence), ElementsAre(mug.id));
  EXPECT_THAT(changed_after(changes[1].sequence), IsEmpty());
}

TEST_P(CatalogStoreContract, TellsChangesInPages) {
  for (int i = 0; i < 5; ++i) stored("Mug " + std::to_string(i));

  std::vector<ProductId> told;
  std::int64_t sequence = 0;
  while (true) {
    const auto page = home_->catalog->changes_after(sequence, 2).value();
    if (page.empty()) break;
    EXPECT_LE(page.size(), 2u);
    for (const auto& change : page) told.push_back(change.product);
    sequence = page.back().sequence;
  }

  EXPECT_EQ(told, changed_after(0));
  EXPECT_EQ(told.size(), 5u);
}

TEST_P(CatalogStoreContract, TellsOfErasedProducts) {
  const Product mug = stored("Mug");
  const std::int64_t before = home_->catalog->version();

  ASSERT_TRUE(home_->catalog->erase(mug.id, mug.version, {}));

  EXPECT_THAT(changed_after(before), ElementsAre(mug.id));
  EXPECT_GT(home_->catalog->version(), before);
}

TEST_P(CatalogStoreContract, LeavesTheVersionAloneWhenNothingWasWritten) {
  const Product mug = stored("Mug");
  const std::int64_t version = home_->catalog->version();
  Product stale = mug;
  stale.version = 9;

  EXPECT_FALSE(put(stale));
  EXPECT_FALSE(home_->catalog->erase(mug.id, 9, {}));

  EXPECT_EQ(home_->catalog->version(), version);
  EXPECT_THAT(changed_after(version), IsEmpty());
}

TEST_P(CatalogStoreContract, LosesNoUpdateOfTwentyAtOnce) {
  constexpr int kEditors = 20;
  const Product mug = stored("Mug");

  const auto outcomes = at_once(kEditors, [&](int i) {
    Product edited = mug;
    edited.title = "Mug of editor " + std::to_string(i);
    return error_of(put(edited));
  });

  EXPECT_EQ(succeeded(outcomes), 1);
  EXPECT_EQ(failed_with(outcomes, ErrorCode::version_conflict), kEditors - 1);
  const auto winner = winner_of(outcomes);
  const Product now = home_->catalog->product(mug.id).value();
  EXPECT_EQ(now.version, 2);
  EXPECT_EQ(now.title, "Mug of editor " + std::to_string(winner));
}

TEST_P(CatalogStoreContract, GivesOneSlugToOneOfTwentyProducts) {
  constexpr int kProducts = 20;
  std::vector<Product> products;
  for (int i = 0; i < kProducts; ++i) {
    products.push_back(a_product("Mug " + std::to_string(i)));
    products.back().slug = "mug";
  }

  const auto outcomes = at_once(kProducts, [&](int i) { return error_of(put(products[static_cast<std::size_t>(i)])); });

  EXPECT_EQ(succeeded(outcomes), 1);
  EXPECT_EQ(failed_with(outcomes, ErrorCode::slug_taken), kProducts - 1);
  const auto winner = winner_of(outcomes);
  EXPECT_EQ(home_->catalog->product_by_slug("mug").value().product.id, products[winner].id);
  EXPECT_EQ(home_->catalog->products({}, 100).value().size(), 1u);
}

TEST_P(CatalogStoreContract, WritesOneProductOfOneKeySentTenTimesAtOnce) {
  const Product product = a_product("Mug");

  const auto outcomes = at_once(
      10, [&](int) { return error_of(home_->catalog->put(under_key("once"), ports::ProductWrite{.product = product})); });

  EXPECT_EQ(succeeded(outcomes), 1);
  EXPECT_EQ(home_->catalog->product(product.id).value().version, 1);
}

TEST_P(CatalogStoreContract, GivesEveryChangeItsOwnSequence) {
  constexpr int kWriters = 20;
  std::vector<Product> products;
  for (int i = 0; i < kWriters; ++i) products.push_back(a_product("Mug " + std::to_string(i)));

  const auto outcomes = at_once(kWriters, [&](int i) { return error_of(put(products[static_cast<std::size_t>(i)])); });

  EXPECT_EQ(succeeded(outcomes), kWriters);
  const auto changes = home_->catalog->changes_after(0, 100).value();
  ASSERT_EQ(changes.size(), static_cast<std::size_t>(kWriters));
  for (std::size_t i = 1; i < changes.size(); ++i) EXPECT_LT(changes[i - 1].sequence, changes[i].sequence);
}

}  // namespace souk::contract
