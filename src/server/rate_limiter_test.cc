#include "server/rate_limiter.h"

#include <string>

#include <gtest/gtest.h>

namespace souk::server {
namespace {

using namespace std::chrono_literals;
using http::RateClass;

const RateLimiter::Time kStart{1h};
const net::IpAddress kClient = *net::IpAddress::parse("203.0.113.7");

RateLimits slow() {
  RateLimits limits;
  limits.checkout = {.per_second = 2, .burst = 3};
  return limits;
}

TEST(RateLimiter, AllowsABurstAndThenTheRate) {
  RateLimiter limiter{slow()};
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.wait_for_turn(kClient, RateClass::checkout, kStart));

  EXPECT_EQ(limiter.wait_for_turn(kClient, RateClass::checkout, kStart), 500ms);
  EXPECT_EQ(limiter.wait_for_turn(kClient, RateClass::checkout, kStart + 400ms), 100ms);
  EXPECT_FALSE(limiter.wait_for_turn(kClient, RateClass::checkout, kStart + 500ms));
  EXPECT_TRUE(limiter.wait_for_turn(kClient, RateClass::checkout, kStart + 500ms));
}

TEST(RateLimiter, CountsAddressesAndClassesApart) {
  RateLimiter limiter{slow()};
  while (!limiter.wait_for_turn(kClient, RateClass::checkout, kStart)) {}

  EXPECT_FALSE(limiter.wait_for_turn(kClient, RateClass::cart, kStart));
  EXPECT_FALSE(limiter.wait_for_turn(*net::IpAddress::parse("203.0.113.8"), RateClass::checkout, kStart));
}

TEST(RateLimiter, TakesAnIpv6NetworkForOneClient) {
  RateLimiter limiter{slow()};
  while (!limiter.wait_for_turn(*net::IpAddress::parse("2001:db8::1"), RateClass::checkout, kStart)) {}

  EXPECT_TRUE(limiter.wait_for_turn(*net::IpAddress::parse("2001:db8::2"), RateClass::checkout, kStart));
  EXPECT_FALSE(limiter.wait_for_turn(*net::IpAddress::parse("2001:db8:0:1::1"), RateClass::checkout, kStart));
}

TEST(RateLimiter, StaysBoundedUnderManyAddresses) {
  RateLimiter limiter{slow()};
  for (int i = 0; i < 300'000; ++i) {
    const auto client = net::IpAddress::parse("10." + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." +
                                              std::to_string(i & 255));
    ASSERT_FALSE(limiter.wait_for_turn(*client, RateClass::browse, kStart));
  }
}

}  // namespace
}  // namespace souk::server
