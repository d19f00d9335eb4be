#include "server/timer_wheel.h"

#include <map>
#include <memory>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::server {
namespace {

using Entry = TimerWheel::Entry;

std::vector<const Entry*> due_at(TimerWheel& wheel, TimerWheel::Tick now) {
  std::vector<const Entry*> due;
  wheel.advance(now, [&](Entry& entry) { due.push_back(&entry); });
  return due;
}

TEST(TimerWheel, TellsADeadlineOnceWhenItIsReached) {
  TimerWheel wheel;
  Entry entry;
  wheel.arm(entry, 5);

  EXPECT_TRUE(due_at(wheel, 4).empty());
  EXPECT_THAT(due_at(wheel, 5), testing::ElementsAre(&entry));
  EXPECT_TRUE(due_at(wheel, 5000).empty());
}

TEST(TimerWheel, FollowsADeadlineThatMovesLaterOrEarlier) {
  TimerWheel wheel;
  Entry later;
  Entry earlier;
  wheel.arm(later, 5);
  wheel.arm(later, 2000);
  wheel.arm(earlier, 2000);
  wheel.arm(earlier, 5);

  EXPECT_THAT(due_at(wheel, 1999), testing::ElementsAre(&earlier));
  EXPECT_THAT(due_at(wheel, 2000), testing::ElementsAre(&later));
}

TEST(TimerWheel, ForgetsWhatIsDisarmedOrDestroyed) {
  TimerWheel wheel;
  Entry disarmed;
  wheel.arm(disarmed, 3);
  wheel.disarm(disarmed);
  {
    Entry destroyed;
    wheel.arm(destroyed, 3);
  }

  EXPECT_TRUE(due_at(wheel, 10).empty());
}

TEST(TimerWheel, LetsACallbackArmItsOwnEntryAgain) {
  TimerWheel wheel;
  Entry entry;
  wheel.arm(entry, 1);
  int calls = 0;

  wheel.advance(10, [&](Entry& due) {
    if (++calls < 3) wheel.arm(due, wheel.now());
  });

  EXPECT_EQ(calls, 3);
}

RC_GTEST_PROP(TimerWheel, AgreesWithASortedMap, ()) {
  TimerWheel wheel;
  std::vector<std::unique_ptr<Entry>> entries;
  for (int i = 0; i < 8; ++i) entries.push_back(std::make_unique<Entry>());
  std::map<const Entry*, TimerWheel::Tick> expected;
  for (const auto& [index, step, delay] :
       *rc::gen::arbitrary<std::vector<std::tuple<std::uint8_t, std::uint8_t, std::uint16_t>>>()) {
    Entry& entry = *entries[index % entries.size()];
    const auto due = wheel.now() + 1 + delay % 2000;
    wheel.arm(entry, due);
    expected[&entry] = due;

    const auto now = wheel.now() + step * 4U;
    std::vector<const Entry*> due_now = due_at(wheel, now);
    for (const Entry* told : due_now) {
      RC_ASSERT(expected.contains(told));
      RC_ASSERT(expected.at(told) <= now);
      expected.erase(told);
    }
    for (const auto& [left, when] : expected) RC_ASSERT(when > now);
  }
}

}  // namespace
}  // namespace souk::server
