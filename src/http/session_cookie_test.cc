#include "http/session_cookie.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "http/device.h"
#include "http/own_site.h"

namespace souk::http {
namespace {

using std::chrono::seconds;

Request request_with(std::vector<std::pair<std::string_view, std::string_view>> headers, std::string_view body = "{}") {
  Request request;
  request.method = "POST";
  request.target = "/v1/auth/login";
  request.headers = std::move(headers);
  request.body = body;
  return request;
}

bool is_own(std::vector<std::pair<std::string_view, std::string_view>> headers, bool carries_cookie = false) {
  headers.emplace_back("host", "shop.example");
  if (std::ranges::find(headers, "content-type", &std::pair<std::string_view, std::string_view>::first) == headers.end())
    headers.emplace_back("content-type", "application/json");
  return check_own_site(request_with(std::move(headers)), {"https://partner.example"}, carries_cookie).has_value();
}

TEST(SessionCookie, IsBoundToItsHostAndHiddenFromScripts) {
  const Instant now{};
  EXPECT_EQ(SessionCookie(AccountPool::customers, true).set("abc", now + seconds{90}, now),
            "__Host-souk_session=abc; Path=/; Max-Age=90; HttpOnly; SameSite=Lax; Secure");
  EXPECT_EQ(SessionCookie(AccountPool::staff, true).clear(),
            "__Host-souk_staff_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
}

TEST(SessionCookie, HasAnotherNameWithoutTlsWhichIsNotReadOverTls) {
  const Request request = request_with({{"cookie", "souk_session=planted"}});

  EXPECT_EQ(SessionCookie(AccountPool::customers, false).value(request), "planted");
  EXPECT_EQ(SessionCookie(AccountPool::customers, true).value(request), std::nullopt);
}

TEST(SessionCookie, IsFoundAmongOthers) {
  EXPECT_EQ(cookie_value("a=1; souk_session=abc; b=2", "souk_session"), "abc");
  EXPECT_EQ(cookie_value("souk_session=abc", "souk_session"), "abc");
  EXPECT_EQ(cookie_value("souk_session=", "souk_session"), "");
  for (const char* const none : {"", ";", "=", "souk_session", "xsouk_session=abc", "souk_sessionx=abc", "SOUK_SESSION=abc", "a=souk_session=abc"})
    EXPECT_EQ(cookie_value(none, "souk_session"), std::nullopt) << none;
}

TEST(SessionCookie, IsNoneWhenSomebodyPutAnotherBesideIt) {
  EXPECT_EQ(cookie_value("souk_session=abc; souk_session=planted", "souk_session"), std::nullopt);
}

TEST(OwnSite, IsWhatTheBrowserSays) {
  EXPECT_TRUE(is_own({{"sec-fetch-site", "same-origin"}, {"origin", "https://shop.example"}}));
  EXPECT_TRUE(is_own({{"sec-fetch-site", "none"}}));
  for (const char* const site : {"cross-site", "same-site", "", "SAME-ORIGIN", "same-origin, cross-site"})
    EXPECT_FALSE(is_own({{"sec-fetch-site", site}})) << site;
}

TEST(OwnSite, IsTheHostThatWasAskedWhereABrowserSaysNoMore) {
  EXPECT_TRUE(is_own({{"origin", "https://shop.example"}}));
  for (const char* const origin : {"https://evil.test", "null", "", "https://shop.example.evil.test", "https://evilshop.example",
                                   "https://shop.example:8443", "shop.example", "https://"})
    EXPECT_FALSE(is_own({{"origin", origin}})) << origin;
}

TEST(OwnSite, CountsPagesThatWereNamed) {
  EXPECT_TRUE(is_own({{"origin", "https://partner.example"}, {"sec-fetch-site", "cross-site"}}));
  EXPECT_FALSE(is_own({{"origin", "https://partner.example.evil.test"}, {"sec-fetch-site", "cross-site"}}));
}

TEST(OwnSite, IsNoQuestionToWhoIsNoBrowser) { EXPECT_TRUE(is_own({})); }

TEST(OwnSite, SendsNoFormsBesideItsCookie) {
  for (const char* const type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""}) {
    EXPECT_FALSE(is_own({{"content-type", type}}, true)) << type;
    EXPECT_TRUE(is_own({{"content-type", type}}, false)) << "another check refuses the type";
  }
  EXPECT_TRUE(is_own({}, true));
}

TEST(Device, IsCalledAsAPersonWouldCallIt) {
  EXPECT_EQ(device_label("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox on Linux");
  EXPECT_EQ(device_label("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                         "Version/18.5 Mobile/15E148 Safari/604.1"),
            "Safari on an iPhone");
  EXPECT_EQ(device_label("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
                         "Safari/537.36 Edg/138.0.0.0"),
            "Edge on Windows");
  EXPECT_EQ(device_label("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile "
                         "Safari/537.36"),
            "Chrome on Android");
  EXPECT_EQ(device_label("curl/8.5.0"), "curl");
  EXPECT_EQ(device_label("<script>alert(1)</script>"), "an unknown device");
  EXPECT_EQ(device_label(""), "an unknown device");
}

}  // namespace
}  // namespace souk::http
