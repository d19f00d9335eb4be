#include <algorithm>
#include <chrono>
#include <iostream>

#include <gtest/gtest.h>

#include "aws/dynamo/checkouts.h"
#include "aws/dynamo/home.h"
#include "aws/dynamo/stand_in.h"
#include "support/at_once.h"

namespace souk::aws_test {
namespace {

/// RELIABILITY.md, section 1, row 6.
TEST(StockRace, SellsExactly100UnitsTo500Buyers) {
  constexpr int kBuyers = 500;
  constexpr std::int64_t kUnits = 100;
  for (int round = 1; round <= stand_in().race_rounds; ++round) {
    const auto started = std::chrono::steady_clock::now();
    const auto home = open_dynamo_home();
    const Checkouts checkouts(*home, kBuyers, kUnits);

    const auto outcomes = support::at_once(kBuyers, [&](int buyer) { return checkouts.buy(buyer, 20); });

    expect_true_books(*home, checkouts, outcomes);
    for (const auto& outcome : outcomes) {
      if (outcome) continue;
      EXPECT_EQ(outcome.error().code, ErrorCode::out_of_stock) << outcome.error().detail;
    }
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - started).count();
    const auto sold = std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); });
    std::cout << "round " << round << ": " << kBuyers << " buyers, " << kUnits << " units, " << sold << " sold, " << seconds
              << " s" << std::endl;
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace souk::aws_test
