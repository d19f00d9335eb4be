#include "server/listen_address.h"

#include <gtest/gtest.h>

#include "server/trusted_proxies.h"

namespace souk::server {
namespace {

Client client_behind(const TrustedProxies& proxies, const char* peer, std::string_view forwarded_for,
                     std::string_view proto = "") {
  return proxies.client_of({*net::IpAddress::parse(peer)}, forwarded_for, proto);
}

TEST(TrustedProxies, BelieveNobodyByDefault) {
  const Client client = client_behind({}, "203.0.113.7", "198.51.100.1", "https");

  EXPECT_EQ(client.address.text(), "203.0.113.7");
  EXPECT_FALSE(client.secure);
}

TEST(TrustedProxies, TakeTheNearestHopThatIsNoProxy) {
  const auto proxies = *TrustedProxies::parse({"10.0.0.0/8"});

  EXPECT_EQ(client_behind(proxies, "10.0.0.1", "198.51.100.1").address.text(), "198.51.100.1");
  EXPECT_EQ(client_behind(proxies, "10.0.0.1", "1.1.1.1, 198.51.100.1,10.0.0.2").address.text(), "198.51.100.1");
  EXPECT_EQ(client_behind(proxies, "10.0.0.1", "garbage, 10.0.0.2").address.text(), "10.0.0.2");
  EXPECT_EQ(client_behind(proxies, "10.0.0.1", "").address.text(), "10.0.0.1");
  EXPECT_TRUE(client_behind(proxies, "10.0.0.1", "198.51.100.1", "http, https").secure);
  EXPECT_FALSE(client_behind(proxies, "10.0.0.1", "198.51.100.1", "https, http").secure);
  EXPECT_FALSE(client_behind(proxies, "203.0.113.7", "10.0.0.9", "https").secure);
}

TEST(TrustedProxies, MayBePeersOnAUnixSocket) {
  const auto proxies = *TrustedProxies::parse({"unix"});
  const TrustedProxies::Peer peer{net::IpAddress::loopback(), true};

  EXPECT_EQ(proxies.client_of(peer, "198.51.100.1", "").address.text(), "198.51.100.1");
  EXPECT_FALSE(TrustedProxies::parse({"example.org"}));
}

TEST(ListenAddress, IsReadFromText) {
  EXPECT_EQ(ListenAddress::parse("127.0.0.1:8080")->text(), "127.0.0.1:8080");
  EXPECT_EQ(ListenAddress::parse("localhost:0")->text(), "127.0.0.1:0");
  EXPECT_EQ(ListenAddress::parse("[::1]:443")->text(), "[::1]:443");
  EXPECT_EQ(ListenAddress::parse(":8080")->text(), ":8080");
  EXPECT_EQ(ListenAddress::parse("unix:/run/a.sock")->text(), "unix:/run/a.sock");
  EXPECT_TRUE(ListenAddress::parse("unix:/run/a.sock")->is_local());
  EXPECT_TRUE(ListenAddress::parse("[::1]:1")->is_local());
  EXPECT_FALSE(ListenAddress::parse(":8080")->is_local());
  EXPECT_FALSE(ListenAddress::parse("192.0.2.1:80")->is_local());
  for (const char* wrong : {"", "8080", "host:80", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1", "unix:"})
    EXPECT_FALSE(ListenAddress::parse(wrong)) << wrong;
}

TEST(Listener, SharesItsPortOnlyWithItself) {
  ListenAddress at = *ListenAddress::parse("127.0.0.1:0");
  const auto first = open_listener(at, true);
  ASSERT_TRUE(first) << first.error().detail;
  at.port = bound_port(first->get());

  EXPECT_TRUE(open_listener(at, false));
  const auto stranger = open_listener(at, true);
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().detail, "Cannot listen on " + at.text() + ": it is already in use");
}

}  // namespace
}  // namespace souk::server
