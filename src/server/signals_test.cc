#include "server/signals.h"

#include <atomic>
#include <csignal>

#include <gtest/gtest.h>
#include <unistd.h>

namespace souk::server {
namespace {

TEST(Signals, BecomeCallsOnTheirOwnThread) {
  std::atomic<int> stops{0};
  std::atomic<int> reloads{0};
  const Signals signals([&] { ++stops, stops.notify_one(); }, [&] { ++reloads, reloads.notify_one(); });

  ::kill(::getpid(), SIGHUP);
  reloads.wait(0);
  ::kill(::getpid(), SIGTERM);
  stops.wait(0);
  ::kill(::getpid(), SIGINT);
  stops.wait(1);

  EXPECT_EQ(reloads, 1);
  EXPECT_EQ(stops, 2);
}

TEST(Signals, LeaveAWriteToNobodyToItsCaller) {
  const Signals signals([] {}, [] {});
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);

  EXPECT_EQ(::write(ends[1], "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  ::close(ends[1]);
}

}  // namespace
}  // namespace souk::server
