#include "embedded/system.h"

#include <set>

#include <gtest/gtest.h>

#include "support/fixed_clock.h"

namespace souk::embedded {
namespace {

TEST(SystemIds, BeginWithTheTimeInMilliseconds) {
  const support::FixedClock clock;
  SystemIds ids(clock);

  const IdBytes id = ids.next();

  std::int64_t millis = 0;
  for (std::size_t i = 0; i < 6; ++i) millis = millis << 8 | id[i];
  EXPECT_EQ(millis, clock.now().time_since_epoch().count());
}

TEST(SystemIds, AreOrderedByTheirBirth) {
  support::FixedClock clock;
  SystemIds ids(clock);
  IdBytes before = ids.next();
  for (int i = 0; i < 300; ++i) {
    clock.advance(std::chrono::milliseconds{1});
    const IdBytes id = ids.next();
    EXPECT_LT(before, id);
    before = id;
  }
}

TEST(SystemIds, AreNeverTheSame) {
  const support::FixedClock clock;
  SystemIds ids(clock);
  std::set<IdBytes> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(ids.next()).second);
}

TEST(SystemClock, CountsInMillisecondsAndNeverGoesBack) {
  const SystemClock clock;
  const auto before = clock.steady();

  EXPECT_GT(clock.now(), Instant{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1}});
  EXPECT_GE(clock.steady(), before);
}

}  // namespace
}  // namespace souk::embedded
