#include "server/descriptor_limit.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace souk::server {
namespace {

/// The limit as it was, again, at the end of a test.
class LimitGuard {
 public:
  LimitGuard() { ::getrlimit(RLIMIT_NOFILE, &before_); }
  ~LimitGuard() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  void lower(rlim_t soft) const {
    const rlimit lowered{.rlim_cur = soft, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &lowered);
  }

 private:
  rlimit before_{};
};

TEST(DescriptorLimit, IsRaisedAsFarAsConnectionsNeed) {
  const LimitGuard guard;
  guard.lower(256);

  const std::size_t connections = make_room_for_connections(1000);

  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);
  ASSERT_GE(now.rlim_max, 1512U) << "this machine allows too few descriptors for the test";
  EXPECT_EQ(connections, 1000U);
  EXPECT_EQ(now.rlim_cur, 1512U);
}

TEST(DescriptorLimit, BoundsTheConnectionsByWhatTheSystemAllows) {
  const LimitGuard guard;
  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);

  EXPECT_LT(make_room_for_connections(now.rlim_max), now.rlim_max);
}

}  // namespace
}  // namespace souk::server
