#include "net/ip_address.h"

#include <gtest/gtest.h>

namespace souk::net {
namespace {

TEST(IpAddress, OfAClientIsTheNetworkThatItOwns) {
  const auto network = [](const char* text) { return IpAddress::parse(text)->network().text(); };
  EXPECT_EQ(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(network("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(network("::ffff:203.0.113.7"), "203.0.113.7");
}

TEST(IpAddress, IsWrittenAsItWasRead) {
  for (const char* text : {"203.0.113.7", "2001:db8::1", "::1", "127.0.0.1"}) EXPECT_EQ(IpAddress::parse(text)->text(), text);
  EXPECT_EQ(IpAddress::parse("::ffff:203.0.113.7"), IpAddress::parse("203.0.113.7"));
  for (const char* wrong : {"", "1.2.3", "1.2.3.4.5", "localhost", "::g", "1.2.3.4\n"})
    EXPECT_FALSE(IpAddress::parse(wrong)) << wrong;
}

TEST(IpNetwork, HoldsTheAddressesOfItsPrefix) {
  const auto contains = [](const char* network, const char* address) {
    return IpNetwork::parse(network)->contains(*IpAddress::parse(address));
  };

  EXPECT_TRUE(contains("10.0.0.0/8", "10.255.1.2"));
  EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(contains("192.168.4.0/22", "192.168.7.255"));
  EXPECT_FALSE(contains("192.168.4.0/22", "192.168.8.0"));
  EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(contains("203.0.113.7", "203.0.113.7"));
  EXPECT_FALSE(contains("203.0.113.7", "203.0.113.8"));
  EXPECT_TRUE(contains("0.0.0.0/0", "8.8.8.8"));
  EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  for (const char* wrong : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "/8"})
    EXPECT_FALSE(IpNetwork::parse(wrong)) << wrong;
}

}  // namespace
}  // namespace souk::net
