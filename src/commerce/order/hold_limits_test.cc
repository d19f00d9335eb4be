#include "commerce/order/hold_limits.h"

#include <gtest/gtest.h>

#include "commerce/order/orders_for_tests.h"

namespace souk {
namespace {

using namespace orders_for_tests;

constexpr HoldLimits kLimits{.per_client = 3, .per_client_and_item = 2};

TEST(HoldLimits, LetAClientHoldAsMuchAsTheySay) {
  EXPECT_TRUE(check_hold_limits({}, tracked(), kLimits));
  EXPECT_TRUE(check_hold_limits({2, {{stock_item(1), 1}, {stock_item(9), 2}}}, tracked(), kLimits));

  EXPECT_EQ(check_hold_limits({3, {}}, tracked(), kLimits).error().code, ErrorCode::too_many_holds);
  EXPECT_EQ(check_hold_limits({2, {{stock_item(2), 2}}}, tracked(), kLimits).error().code, ErrorCode::too_many_holds);
}

TEST(HoldLimits, DoNotConcernWhatIsNotCounted) { EXPECT_TRUE(check_hold_limits({3, {}}, {}, kLimits)); }

}  // namespace
}  // namespace souk
