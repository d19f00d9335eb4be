#include "net/url.h"

#include <gtest/gtest.h>

namespace souk::net {
namespace {

std::string whole(const Url& url) { return url.origin() + url.target; }

TEST(Url, IsReadIntoItsParts) {
  const auto url = Url::parse("HTTPS://CDN.Shop.example:8443/a/b.png?v=1&x=%2F#top");

  ASSERT_TRUE(url) << url.error().detail;
  EXPECT_TRUE(url->secure);
  EXPECT_EQ(url->host, "cdn.shop.example");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->target, "/a/b.png?v=1&x=%2F");
  EXPECT_EQ(url->origin(), "https://cdn.shop.example:8443");
  EXPECT_FALSE(url->address());
}

TEST(Url, HasThePortOfItsSchemeAndARootByDefault) {
  EXPECT_EQ(whole(*Url::parse("https://shop.example")), "https://shop.example/");
  EXPECT_EQ(whole(*Url::parse("http://shop.example?q=1")), "http://shop.example/?q=1");
  EXPECT_EQ(Url::parse("http://shop.example")->port, 80);
  EXPECT_EQ(whole(*Url::parse("https://shop.example:443/#x")), "https://shop.example/");
}

TEST(Url, EncodesWhatARequestLineCannotHold) {
  EXPECT_EQ(Url::parse("https://shop.example/a b/t\xc3\xa4ss\"<>.png")->target, "/a%20b/t%C3%A4ss%22%3C%3E.png");
}

TEST(Url, KnowsAddresses) {
  EXPECT_EQ(Url::parse("https://93.184.216.34/")->address(), IpAddress::parse("93.184.216.34"));
  const auto v6 = Url::parse("https://[2606:2800:0220:1::1]:443/a");
  ASSERT_TRUE(v6);
  EXPECT_EQ(v6->host, "2606:2800:220:1::1");
  EXPECT_EQ(v6->origin(), "https://[2606:2800:220:1::1]");
}

class RefusedUrls : public testing::TestWithParam<const char*> {};

TEST_P(RefusedUrls, AreNotRepaired) {
  const auto url = Url::parse(GetParam());

  ASSERT_FALSE(url) << whole(*url);
  EXPECT_EQ(url.error().code, ErrorCode::url_not_allowed);
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedUrls,
    testing::Values(
        "", "shop.example", "//shop.example", "ftp://shop.example/", "file:///etc/passwd", "gopher://a.b/", "https:/a.b",
        "https:a.b", "javascript:alert(1)", "data:image/png;base64,AA", " https://a.b/",
        // users, who hide the host
        "https://user@a.b/", "https://user:pass@a.b/", "https://a.b@127.0.0.1/", "https://a.b:443@127.0.0.1/", "https://@a.b/",
        // other spellings of 127.0.0.1 and of 169.254.169.254
        "https://0x7f.1/", "https://0x7f000001/", "https://2130706433/", "https://017700000001/", "https://127.1/",
        "https://0177.0.0.1/", "https://127.0.0.01/", "https://127.0.0.1./", "https://0/", "https://127.0.0.0x1/",
        "https://1.2.3.4.5/", "https://256.1.1.1/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
        "https://[::ffff:8.8.8.8]/", "https://2852039166/", "https://\xe2\x91\xa0\xe2\x91\xa1\xe2\x91\xa6.0.0.1/",
        "https://127\xe3\x80\x82"
        "0.0.1/",
        // hosts that are none
        "https://", "https:///path", "https://./", "https://a..b/", "https://.a.b/", "https://a.b./", "https://-a.b/",
        "https://a-.b/", "https://a b/", "https://a\tb/", "https://a\nb/", "https://a%2eb/", "https://a%00.b/", "https://a,b/",
        "https://a*b/", "https://t\xc3\xa4sse.example/", "https://[::1", "https://[::1]a/", "https://::1/",
        "https://[127.0.0.1]/", "https://[]/", "https://[fe80::1%25eth0]/", "https://[fe80::1%eth0]/", "https://[v1.x]/",
        // ports that are none
        "https://a.b:/", "https://a.b:0/", "https://a.b:65536/", "https://a.b:-1/", "https://a.b:443x/", "https://a.b:0443/",
        "https://a.b:443:443/", "https://a.b:99999999999/",
        // line breaks and backslashes
        "https://a.b\\@127.0.0.1/", "https://a.b\\.c/", "https://a.b/\\c", "https://a.b/x\r\nHost: c", "https://a.b/\x7f"));

TEST(Url, RefusesWhatIsTooLong) {
  EXPECT_TRUE(Url::parse("https://shop.example/" + std::string(4000, 'a')));
  EXPECT_FALSE(Url::parse("https://shop.example/" + std::string(4100, 'a')));
  EXPECT_FALSE(Url::parse("https://" + std::string(64, 'a') + ".example/"));
  std::string name;
  for (int i = 0; i < 90; ++i) name += "ab.";
  EXPECT_FALSE(Url::parse("https://" + name + "example/"));
}

TEST(Url, FollowsALocation) {
  const Url from = *Url::parse("https://shop.example/pictures/a.png?v=1");
  const auto to = [&](const char* location) { return whole(*from.at(location)); };

  EXPECT_EQ(to("https://cdn.example/b.png"), "https://cdn.example/b.png");
  EXPECT_EQ(to("//cdn.example/b.png"), "https://cdn.example/b.png");
  EXPECT_EQ(to("/b.png"), "https://shop.example/b.png");
  EXPECT_EQ(to("b.png?x=https://y"), "https://shop.example/pictures/b.png?x=https://y");
  EXPECT_EQ(to("?v=2"), "https://shop.example/pictures/a.png?v=2");
  EXPECT_FALSE(from.at("ftp://shop.example/"));
  EXPECT_FALSE(from.at("//127.1/"));
  EXPECT_FALSE(from.at("/a\r\nX: y"));
}

}  // namespace
}  // namespace souk::net
