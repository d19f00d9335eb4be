#include "server/client_shares.h"

#include <vector>

#include <gtest/gtest.h>

namespace souk::server {
namespace {

IpAddress address(const char* text) { return IpAddress::parse(text).value(); }

TEST(ClientShares, GiveAClientSoManyAtATime) {
  ClientShares shares{2};
  auto first = shares.take(address("203.0.113.7"));
  const auto second = shares.take(address("203.0.113.7"));
  ASSERT_TRUE(first && second);

  EXPECT_FALSE(shares.take(address("203.0.113.7")));
  EXPECT_TRUE(shares.take(address("203.0.113.8"))) << "another client";

  first.reset();
  EXPECT_TRUE(shares.take(address("203.0.113.7")));
}

TEST(ClientShares, CountTheAddressesOfOneLineTogether) {
  ClientShares shares{1};
  const auto first = shares.take(address("2001:db8:1:2::1"));

  EXPECT_FALSE(shares.take(address("2001:db8:1:2:ffff::9")));
  EXPECT_TRUE(shares.take(address("2001:db8:1:3::1")));
}

TEST(ClientShares, DoNotLimitThisMachine) {
  ClientShares shares{1};
  std::vector<std::optional<ClientShares::Share>> taken;
  for (int i = 0; i < 5; ++i) taken.push_back(shares.take(IpAddress::loopback()));

  for (const auto& share : taken) EXPECT_TRUE(share);
}

}  // namespace
}  // namespace souk::server
