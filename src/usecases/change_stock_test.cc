#include "usecases/change_stock.h"

#include <gtest/gtest.h>

#include "support/shop.h"

namespace souk::usecases {
namespace {

using support::error_of;
using support::Shop;

ports::StockChange by(std::int64_t delta) {
  ports::StockChange change;
  change.delta = delta;
  change.reason = MovementReason::received;
  return change;
}

TEST(ChangeStock, BooksADeliveryWithItsMovement) {
  Shop shop;
  shop.with_stock("Mug", 5);
  const ChangeStock change_stock{*shop.inventory};
  const StockItem before = shop.stock("Mug");

  const auto after = change_stock({}, before.id, before.version, by(7));

  ASSERT_TRUE(after);
  EXPECT_EQ(after->on_hand, 12);
  EXPECT_EQ(shop.inventory->movements(before.id, {}, 10)->front().delta, 7);
  EXPECT_EQ(error_of(change_stock({}, before.id, before.version, by(7))), ErrorCode::version_conflict);
}

TEST(ChangeStock, NeverGoesBelowWhatIsReserved) {
  Shop shop;
  shop.with_stock("Mug", 5);
  ASSERT_TRUE(shop.place_order(shop.cart_with("Mug", 4), {.token = "tok_requires_action"}));
  const ChangeStock change_stock{*shop.inventory};

  EXPECT_EQ(error_of(change_stock({}, shop.stock("Mug").id, {}, by(-2))), ErrorCode::validation_failed);
  EXPECT_TRUE(change_stock({}, shop.stock("Mug").id, {}, by(-1)));
}

TEST(ChangeStock, RefusesWhatMakesNoSense) {
  Shop shop;
  shop.with_stock("Mug", 5);
  const ChangeStock change_stock{*shop.inventory};
  const auto pointer = [&](const ports::StockChange& change) {
    const auto changed = change_stock({}, shop.stock("Mug").id, {}, change);
    return changed ? "accepted" : changed.error().pointer;
  };
  ports::StockChange both = by(1);
  both.set_on_hand = 3;
  ports::StockChange negative;
  negative.set_on_hand = -1;
  ports::StockChange threshold;
  threshold.low_stock_threshold = -1;
  ports::StockChange note = by(1);
  note.reference = "two\nlines";

  EXPECT_EQ(pointer({}), "");
  EXPECT_EQ(pointer(both), "/delta");
  EXPECT_EQ(pointer(by(kMaxStock + 1)), "/delta");
  EXPECT_EQ(pointer(negative), "/on_hand");
  EXPECT_EQ(pointer(threshold), "/low_stock_threshold");
  EXPECT_EQ(pointer(note), "/reference");
}

}  // namespace
}  // namespace souk::usecases
