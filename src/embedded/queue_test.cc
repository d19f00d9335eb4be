#include "embedded/queue.h"

#include <gtest/gtest.h>

#include "support/fixed_clock.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

TEST(Queue, GivesBackWhatAnEndedProcessHadNotFinished) {
  const support::TempFolder folder;
  support::FixedClock clock;
  support::SeededIds ids(clock);
  const auto database = Database::open(folder.path(), clock).value();
  const auto queue = open_queue(*database, clock, ids);
  ASSERT_TRUE(queue->send("work", "a"));
  ASSERT_TRUE(queue->send("work", "later", std::chrono::minutes{5}));
  ASSERT_EQ(queue->receive("work", 10, std::chrono::minutes{2}).value().size(), 1U);

  const auto given_back = give_back_deliveries(*database, clock);

  EXPECT_EQ(given_back.value(), 1);
  const auto again = queue->receive("work", 10, std::chrono::minutes{2}).value();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].body, "a");
  EXPECT_EQ(again[0].receive_count, 2);
}

}  // namespace
}  // namespace souk::embedded
