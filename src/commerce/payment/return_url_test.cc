#include "commerce/payment/return_url.h"

#include <string>

#include <gtest/gtest.h>

namespace souk {
namespace {

constexpr std::string_view kOwn = "http://127.0.0.1:8080";

TEST(ReturnUrl, LeadsAnywhereThatIsSecure) {
  for (const char* url :
       {"https://shop.example", "https://shop.example/", "https://shop.example:8443/thanks?order=1&x=%C3%A4#top",
        "https://xn--caf-dma.example/a/b", "https://[2001:db8::1]/back", "https://203.0.113.7?x"})
    EXPECT_TRUE(check_return_url(url, "")) << url;
}

TEST(ReturnUrl, LeadsToThisVeryShopInDevelopment) {
  EXPECT_TRUE(check_return_url("http://127.0.0.1:8080/thanks", kOwn));
  EXPECT_TRUE(check_return_url("http://127.0.0.1:8080", kOwn));

  EXPECT_FALSE(check_return_url("http://127.0.0.1:8080/thanks", ""));
  EXPECT_FALSE(check_return_url("http://127.0.0.1:8081/thanks", kOwn));
  EXPECT_FALSE(check_return_url("http://127.0.0.1:8080.evil.test/", kOwn));
  EXPECT_FALSE(check_return_url("http://127.0.0.1:8080@evil.test/", kOwn));
}

TEST(ReturnUrl, IsAUrl) {
  for (const char* url : {"",
                          "/thanks",
                          "//shop.example",
                          "https:",
                          "https://",
                          "https:///thanks",
                          "HTTPS://shop.example",
                          "ftp://shop.example",
                          "javascript:alert(1)",
                          "data:text/html,x",
                          "https://ada:secret@shop.example",
                          "https://shop.example:0",
                          "https://a:99999",
                          "https://a:b",
                          "https://a b",
                          "https://a/\r\nSet-Cookie: x=1",
                          "https://a/\n",
                          "https://a/<script>",
                          "https://a/\"",
                          "https://a/%",
                          "https://a/%0g",
                          "https://ä.example",
                          "https://[::1",
                          "https://[]x/",
                          "https://a\\b",
                          "https://-a",
                          "https://.a",
                          "https://a:"})
    EXPECT_FALSE(check_return_url(url, kOwn)) << url;
  EXPECT_EQ(check_return_url("https://a/" + std::string(2048, 'x'), "").error().code, ErrorCode::too_long);
}

}  // namespace
}  // namespace souk
