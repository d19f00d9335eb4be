#include "contract/inventory_contract.h"

#include <algorithm>

#include "support/at_once.h"
#include "support/builders.h"

namespace souk::contract {

using ports::StockChange;
using support::a_key;

namespace {

constexpr StockChange kFiveOnTheShelf{.set_on_hand = 5, .policy = StockPolicy::deny, .reason = MovementReason::received};

}  // namespace

Product InventoryContract::product(const std::string& title, const StockChange& first) {
  ports::ProductWrite write{.product = support::a_product(home_->ids, title)};
  write.stock.push_back({write.product.variants.at(0).id, first});
  return home_->catalog->put({}, write).value();
}

Result<StockItem> InventoryContract::change(const StockItemId& id, const StockChange& change) {
  home_->clock.advance(std::chrono::milliseconds{1});
  return home_->inventory->change({}, id, {}, change);
}

std::int64_t InventoryContract::sum_of_movements(const StockItemId& id) {
  std::int64_t sum = 0;
  const auto movements = home_->inventory->movements(id, {}, 100).value();
  for (const Movement& movement : movements) sum += movement.delta;
  return sum;
}

TEST_P(InventoryContract, StartsAVariantUntrackedUnlessItsProductSaysOtherwise) {
  const Product mug = home_->catalog->put({}, {.product = support::a_product(home_->ids, "Mug")}).value();

  const StockItem stock = home_->inventory->find(mug.variants.at(0).stock_item).value();

  EXPECT_EQ(stock.policy, StockPolicy::untracked);
  EXPECT_EQ(stock.on_hand, 0);
  EXPECT_TRUE(stock.available());
}

TEST_P(InventoryContract, KnowsNoItemThatWasNotMade) {
  const auto stranger = home_->ids.fresh<StockItemId>();

  EXPECT_EQ(home_->inventory->find(stranger).error().code, ErrorCode::not_found);
  EXPECT_EQ(change(stranger, {.delta = 1}).error().code, ErrorCode::not_found);
  EXPECT_TRUE(home_->inventory->movements(stranger, {}, 10).value().empty());
}

TEST_P(InventoryContract, FindsManyInTheOrderAskedForAndLeavesUnknownOnesOut) {
  const auto mug = item("Mug", kFiveOnTheShelf);
  const auto bowl = item("Bowl", kFiveOnTheShelf);

  const auto found = home_->inventory->find_all(std::vector{bowl, home_->ids.fresh<StockItemId>(), mug}).value();

  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, bowl);
  EXPECT_EQ(found[1].id, mug);
}

TEST_P(InventoryContract, AddsADeliveryAndRecordsIt) {
  const auto mug = item("Mug", kFiveOnTheShelf);
  const auto before = stock(mug);

  const StockItem after = change(mug, {.delta = 7, .reason = MovementReason::received, .reference = "Delivery 12"}).value();

  EXPECT_EQ(after.on_hand, 12);
  EXPECT_EQ(after.version, before.version + 1);
  EXPECT_EQ(stock(mug), after);
  const Movement movement = home_->inventory->movements(mug, {}, 1).value().at(0);
  EXPECT_EQ(movement.stock_item, mug);
  EXPECT_EQ(movement.delta, 7);
  EXPECT_EQ(movement.reason, MovementReason::received);
  EXPECT_EQ(movement.reference, "Delivery 12");
  EXPECT_EQ(movement.at, home_->clock.now());
}

TEST_P(InventoryContract, RecordsACountAsTheDifference) {
  const auto mug = item("Mug", kFiveOnTheShelf);

  change(mug, {.set_on_hand = 3}).value();

  EXPECT_EQ(stock(mug).on_hand, 3);
  EXPECT_EQ(home_->inventory->movements(mug, {}, 1).value().at(0).delta, -2);
  EXPECT_EQ(sum_of_movements(mug), 3);
}

TEST_P(InventoryContract, WritesNothingWhenTheCountIsWhatItWas) {
  const auto mug = item("Mug", kFiveOnTheShelf);
  const auto before = stock(mug);

  EXPECT_EQ(change(mug, {.set_on_hand = 5}).value(), before);
  EXPECT_EQ(home_->inventory->movements(mug, {}, 10).value().size(), 1u);
}

TEST_P(InventoryContract, WritesOffWhatIsThereWhenAnItemIsNoLongerTracked) {
  const auto mug = item("Mug", kFiveOnTheShelf);

  const StockItem after = change(mug, {.policy = StockPolicy::untracked}).value();

  EXPECT_EQ(after.on_hand, 0);
  EXPECT_EQ(sum_of_movements(mug), 0);
  EXPECT_EQ(change(mug, {.delta = 1}).error().code, ErrorCode::invalid_state);
}

TEST_P(InventoryContract, AppliesThePolicyBeforeTheCount) {
  const auto mug = item("Mug", {});

  EXPECT_EQ(change(mug, {.set_on_hand = 20, .policy = StockPolicy::deny}).value().on_hand, 20);
}

TEST_P(InventoryContract, RefusesToGoBelowNothing) {
  const auto mug = item("Mug", kFiveOnTheShelf);

  EXPECT_EQ(change(mug, {.delta = -6}).error().code, ErrorCode::validation_failed);

  EXPECT_EQ(stock(mug).on_hand, 5);
  EXPECT_EQ(sum_of_movements(mug), 5);
}

TEST_P(InventoryContract, LetsBackorderedStockGoBelowNothing) {
  const auto mug = item("Mug", {.set_on_hand = 1, .policy = StockPolicy::backorder});

  EXPECT_EQ(change(mug, {.delta = -3}).value().on_hand, -2);
}

TEST_P(InventoryContract, KeepsTheThresholdWithoutAMovement) {
  const auto mug = item("Mug", kFiveOnTheShelf);

  EXPECT_EQ(change(mug, {.low_stock_threshold = 2}).value().low_stock_threshold, 2);
  EXPECT_EQ(home_->inventory->movements(mug, {}, 10).value().size(), 1u);
}

TEST_P(InventoryContract, RefusesAChangeOfAnItemThatChangedSinceItWasRead) {
  const auto mug = item("Mug", kFiveOnTheShelf);
  const auto read = stock(mug).version;
  change(mug, {.delta = 1}).value();

  EXPECT_EQ(home_->inventory->change({}, mug, read, {.delta = 1}).error().code, ErrorCode::version_conflict);
  EXPECT_EQ(home_->inventory->change({}, mug, read + 1, {.delta = 1}).value().on_hand, 7);
}

TEST_P(InventoryContract, TouchesTheCatalogOnlyWhenAvailabilityFlips) {
  const Product mug = product("Mug", kFiveOnTheShelf);
  const auto id = mug.variants.at(0).stock_item;
  const auto in_stock = home_->catalog->version();

  change(id, {.set_on_hand = 1}).value();
  EXPECT_EQ(home_->catalog->version(), in_stock);

  change(id, {.set_on_hand = 0}).value();
  const auto changes = home_->catalog->changes_after(in_stock, 10).value();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].product, mug.id);
  EXPECT_EQ(home_->catalog->version(), changes[0].sequence);
}

TEST_P(InventoryContract, PagesThroughMovementsNewestFirst) {
  const auto mug = item("Mug", kFiveOnTheShelf);
  for (const std::int64_t delta : {1, 2, 3}) change(mug, {.delta = delta}).value();

  const auto first = home_->inventory->movements(mug, {}, 2).value();
  const auto second = home_->inventory->movements(mug, first.back().id, 2).value();

  const auto deltas = [](const std::vector<Movement>& movements) {
    std::vector<std::int64_t> found;
    for (const Movement& movement : movements) found.push_back(movement.delta);
    return found;
  };
  EXPECT_EQ(deltas(first), (std::vector<std::int64_t>{3, 2}));
  EXPECT_EQ(deltas(second), (std::vector<std::int64_t>{1, 5}));
}

TEST_P(InventoryContract, StoresTheAnswerWithTheChangeAndMakesItOnlyOnce) {
  const auto mug = item("Mug", kFiveOnTheShelf);
  const ports::Repeatable<StockItem> repeatable{.key = a_key("one"), .encode = [](const StockItem& stock) {
                                                  return ports::Answer{.status = 200, .body = std::to_string(stock.on_hand)};
                                                }};

  EXPECT_EQ(home_->inventory->change(repeatable, mug, {}, {.delta = 1}).value().on_hand, 6);
  EXPECT_EQ(home_->inventory->change(repeatable, mug, {}, {.delta = 1}).error().code, ErrorCode::request_in_progress);

  EXPECT_EQ(stock(mug).on_hand, 6);
  EXPECT_EQ(std::get<ports::StoredAnswer>(home_->answers->find(a_key("one")).value()).answer.body, "6");
}

TEST_P(InventoryContract, LosesNoChangeOfManyAtOnce) {
  const auto mug = item("Mug", kFiveOnTheShelf);

  const auto outcomes = support::at_once(20, [&](int) { return home_->inventory->change({}, mug, {}, {.delta = 1}); });

  EXPECT_TRUE(std::ranges::all_of(outcomes, [](const auto& outcome) { return outcome.has_value(); }));
  EXPECT_EQ(stock(mug).on_hand, 25);
  EXPECT_EQ(sum_of_movements(mug), 25);
}

TEST_P(InventoryContract, LetsOneOfManyWithTheSameVersionWin) {
  const auto mug = item("Mug", kFiveOnTheShelf);
  const auto read = stock(mug).version;

  const auto outcomes = support::at_once(10, [&](int) { return home_->inventory->change({}, mug, read, {.delta = 1}); });

  EXPECT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
  EXPECT_EQ(stock(mug).on_hand, 6);
}

}  // namespace souk::contract
