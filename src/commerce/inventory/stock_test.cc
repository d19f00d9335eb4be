#include "commerce/inventory/stock.h"

#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk {
namespace {

StockItem item_of(StockPolicy policy, std::int64_t on_hand, std::int64_t reserved) {
  StockItem item;
  item.policy = policy;
  item.on_hand = on_hand;
  item.reserved = reserved;
  return item;
}

ErrorCode code_of(const Result<StockItem>& result) { return result.error().code; }

TEST(Stock, PromisesNoMoreThanIsFree) {
  const StockItem item = item_of(StockPolicy::deny, 5, 3);

  EXPECT_TRUE(item.available());
  EXPECT_TRUE(item.covers(2));
  EXPECT_FALSE(item.covers(3));
  EXPECT_FALSE(item_of(StockPolicy::deny, 3, 3).available());
}

TEST(Stock, BackordersShowTheirShortfall) {
  const StockItem item = item_of(StockPolicy::backorder, 2, 5);

  EXPECT_TRUE(item.covers(1000));
  EXPECT_EQ(item.shortfall(), 3);
}

TEST(Stock, AnAdjustmentNeverTakesWhatIsHeld) {
  EXPECT_EQ(adjusted(item_of(StockPolicy::deny, 5, 3), -2)->on_hand, 3);
  EXPECT_EQ(code_of(adjusted(item_of(StockPolicy::deny, 5, 3), -3)), ErrorCode::validation_failed);
  EXPECT_EQ(adjusted(item_of(StockPolicy::backorder, 5, 3), -10)->on_hand, -5);
}

TEST(Stock, UntrackedItemsHaveNothingToAdjust) {
  EXPECT_EQ(code_of(adjusted(item_of(StockPolicy::untracked, 0, 0), 1)), ErrorCode::invalid_state);
}

TEST(Stock, StaysWithinBounds) {
  EXPECT_EQ(adjusted(item_of(StockPolicy::deny, 0, 0), kMaxStock)->on_hand, kMaxStock);
  EXPECT_EQ(code_of(adjusted(item_of(StockPolicy::deny, 1, 0), kMaxStock)), ErrorCode::validation_failed);
  EXPECT_EQ(code_of(adjusted(item_of(StockPolicy::backorder, 0, 0), std::numeric_limits<std::int64_t>::min())),
            ErrorCode::validation_failed);
  EXPECT_EQ(code_of(adjusted(item_of(StockPolicy::deny, 1, 0), std::numeric_limits<std::int64_t>::max())),
            ErrorCode::validation_failed);
}

TEST(Stock, LeavingTheCounterWritesTheRestOff) {
  std::int64_t written_off = 99;

  const StockItem item = with_policy(item_of(StockPolicy::deny, 7, 0), StockPolicy::untracked, &written_off).value();

  EXPECT_EQ(item.policy, StockPolicy::untracked);
  EXPECT_EQ(item.on_hand, 0);
  EXPECT_EQ(written_off, -7);
}

TEST(Stock, HeldItemsStayTracked) {
  EXPECT_EQ(code_of(with_policy(item_of(StockPolicy::deny, 7, 1), StockPolicy::untracked, nullptr)), ErrorCode::invalid_state);
}

TEST(Stock, SalesAreNotLimitedToStockThatIsAlreadyOverpromised) {
  EXPECT_EQ(code_of(with_policy(item_of(StockPolicy::backorder, 1, 2), StockPolicy::deny, nullptr)), ErrorCode::invalid_state);
  EXPECT_EQ(with_policy(item_of(StockPolicy::backorder, 2, 2), StockPolicy::deny, nullptr)->policy, StockPolicy::deny);
}

RC_GTEST_PROP(Stock, AnyChangesKeepTheBoundsAndTheMovementSum, ()) {
  StockItem item = item_of(StockPolicy::deny, 0, 0);
  std::int64_t moved = 0;

  const int changes = *rc::gen::inRange(0, 40);
  for (int i = 0; i < changes; ++i) {
    if (*rc::gen::arbitrary<bool>()) {
      const std::int64_t delta = *rc::gen::inRange<std::int64_t>(-50, 50);
      const auto next = adjusted(item, delta);
      if (!next) continue;
      item = *next;
      moved += delta;
    } else {
      std::int64_t written_off = 0;
      const auto next =
          with_policy(item, *rc::gen::element(StockPolicy::untracked, StockPolicy::deny, StockPolicy::backorder), &written_off);
      if (!next) continue;
      item = *next;
      moved += written_off;
    }
    RC_ASSERT(item.on_hand == moved);
    RC_ASSERT(item.policy != StockPolicy::deny || item.on_hand >= item.reserved);
    RC_ASSERT(item.policy != StockPolicy::untracked || item.on_hand == 0);
  }
}

}  // namespace
}  // namespace souk
