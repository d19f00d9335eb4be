#include <string>

#include <gtest/gtest.h>

#include "api/operations.h"
#include "support/served_shop.h"

namespace souk::http {
namespace {

using support::Reply;
using support::ServedShop;

TEST(ShopService, SaysWhichMethodsAPathHas) {
  ServedShop shop;
  for (const std::string method : {"TRACE", "PUT", "BREW"}) {
    const Reply reply = shop.send(method, "/v1/products");
    EXPECT_EQ(reply.status(), 405) << method;
    EXPECT_EQ(reply.code(), "method_not_allowed");
    EXPECT_EQ(reply.header("Allow"), "GET, HEAD, OPTIONS");
  }
  EXPECT_EQ(shop.send("OPTIONS", "/v1/carts").header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(shop.send("OPTIONS", "/v1/nothing").status(), 404);
  EXPECT_EQ(shop.send("POST", "/").header("Allow"), "GET, HEAD, OPTIONS");
}

TEST(ShopService, IgnoresAMethodOverride) {
  ServedShop shop;
  EXPECT_EQ(shop.get("/v1/shop", {{"x-http-method-override", "DELETE"}}).status(), 200);
}

TEST(ShopService, HoldsHeadAndOptionsToThePolicyOfGet) {
  ServedShop shop;
  EXPECT_EQ(shop.send("HEAD", "/v1/admin/settings").status(), 401);
  EXPECT_EQ(shop.send("HEAD", "/v1/shop").body(), shop.get("/v1/shop").body());
  EXPECT_EQ(shop.send("OPTIONS", "/v1/admin/settings").body(), "");
}

TEST(ShopService, TakesNoBodyWhereNoneBelongs) {
  ServedShop shop;
  for (const auto& [method, target] : {std::pair{"GET", "/v1/products"},
                                       {"HEAD", "/v1/products"},
                                       {"GET", "/"},
                                       {"DELETE", "/v1/carts/cart_1/lines/line_1"}}) {
    const Reply reply = shop.send(method, target, "{}");
    EXPECT_EQ(reply.status(), 400) << method;
    EXPECT_EQ(reply.code(), "bad_framing");
  }
}

TEST(ShopService, ReadsJsonAndNothingElse) {
  ServedShop shop;
  for (const std::string type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp",
                                 "application/json; charset=latin1", "application/merge-patch+json", "json"})
    EXPECT_EQ(shop.send("POST", "/v1/carts", "{}", {{"content-type", type}}).code(), "unsupported_media_type") << type;
  for (const std::string type : {"application/json", "Application/JSON; charset=UTF-8", "application/json ; charset=\"utf-8\""})
    EXPECT_EQ(shop.send("POST", "/v1/carts", "{}", {{"content-type", type}}).status(), 201) << type;
  for (const std::string encoding : {"gzip", "br", "deflate", "x"})
    EXPECT_EQ(shop.send("POST", "/v1/carts", "{}", {{"content-encoding", encoding}}).code(), "unsupported_encoding")
        << encoding;
}

TEST(ShopService, RefusesBodiesForTheirOwnReason) {
  ServedShop shop;
  const auto code = [&](const std::string& body) { return shop.send("POST", "/v1/carts", body).code(); };
  EXPECT_EQ(code("{"), "malformed_json");
  EXPECT_EQ(code(R"({"a":1,"a":1})"), "malformed_json");
  EXPECT_EQ(code("\xEF\xBB\xBF{}"), "invalid_unicode");
  EXPECT_EQ(code(std::string(100'000, '[')), "too_complex");
  EXPECT_EQ(code("[]"), "validation_failed");
  EXPECT_EQ(code(R"({"__proto__":{}})"), "unknown_field");
  EXPECT_EQ(code(std::string(300 << 10, ' ') + "{}"), "payload_too_large");
}

TEST(ShopService, KnowsNoParameterItWasNotTold) {
  ServedShop shop;
  for (const std::string target : {"/v1/shop?a=1", "/v1/products/mug?fields=all", "/v1/openapi.json?x",
                                   "/v1/carts/cart_06DXM9Z2VRQ8ZT4K1W7YB3JXM5ECA60D9NS0?x=1"})
    EXPECT_EQ(shop.get(target).code(), "invalid_parameter") << target;
  EXPECT_EQ(shop.send("POST", "/v1/carts?currency=USD").code(), "invalid_parameter");
}

TEST(ShopService, AdmitsByThePolicy) {
  ServedShop shop;
  EXPECT_EQ(shop.service->admit("POST", "/v1/admin/products").body_limit_bytes, 1 << 20);
  EXPECT_EQ(shop.service->admit("POST", "/v1/carts").body_limit_bytes, 256 << 10);
  EXPECT_EQ(shop.service->admit("POST", "/v1/carts").rate, RateClass::cart);
  EXPECT_EQ(shop.service->admit("GET", "/v1/products/kyusu?x=1").route, "/v1/products/{product}");
  EXPECT_EQ(shop.service->admit("GET", "/media/abc.svg").route, "/media/{key}");
  EXPECT_EQ(shop.service->admit("GET", "/v1/secret").route, "unmatched");
  EXPECT_EQ(shop.service->admit("BREW", "/v1/products").route, "unmatched");
}

TEST(ShopService, ServesItsOwnContract) {
  ServedShop shop;
  const Reply contract = shop.get("/v1/openapi.json");

  EXPECT_EQ(contract.status(), 200);
  EXPECT_EQ(contract.body(), openapi_json());
  EXPECT_EQ(shop.get("/v1/openapi.json", {{"if-none-match", contract.header("ETag")}}).status(), 304);
  EXPECT_EQ(shop.get("/docs").header("Content-Security-Policy"), docs_page_policy());
}

TEST(ShopService, TellsWhetherItIsAliveAndReady) {
  bool ready = true;
  ServedShop shop({.is_ready = [&] { return ready; }});

  EXPECT_EQ(shop.get("/healthz").body(), "ok\n");
  EXPECT_EQ(shop.get("/readyz").status(), 200);
  ready = false;
  EXPECT_EQ(shop.get("/readyz").status(), 503);
  EXPECT_EQ(shop.get("/healthz").status(), 200);
}

TEST(ShopService, LetsListedOriginsReadTheApi) {
  ServedShop shop({.allowed_origins = {"https://shop.example.com"}});

  EXPECT_EQ(shop.get("/v1/shop", {{"origin", "https://shop.example.com"}}).header("Access-Control-Allow-Origin"),
            "https://shop.example.com");
  EXPECT_EQ(shop.get("/v1/nothing", {{"origin", "https://shop.example.com"}}).header("Access-Control-Allow-Origin"),
            "https://shop.example.com");
  EXPECT_EQ(shop.get("/v1/shop", {{"origin", "null"}}).header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(
      shop.send("OPTIONS", "/v1/carts", {}, {{"origin", "https://shop.example.com"}, {"access-control-request-method", "POST"}})
          .header("Access-Control-Allow-Methods"),
      "POST, OPTIONS");
}

TEST(ShopService, ServesAPageForEveryCode) {
  ServedShop shop;
  EXPECT_EQ(shop.get(shop.get("/v1/nothing").at("/type")).header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(shop.get("/docs/problems/unknown_code").status(), 404);
}

TEST(ShopService, ServesMediaAsNothingButPictures) {
  ServedShop shop;
  const std::string key =
      shop.media->put("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "svg").value();

  EXPECT_EQ(shop.service->admit("GET", "/media/" + key).lane, Lane::reads);
  const Reply picture = shop.get("/media/" + key);

  EXPECT_EQ(picture.header("Content-Type"), "image/svg+xml");
  EXPECT_NE(picture.header("Content-Security-Policy").find("sandbox"), std::string::npos);
  EXPECT_NE(picture.header("Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(shop.service->admit("GET", "/media/" + key).lane, Lane::inline_io);
  for (const std::string bad : {"..", "%2e%2e%2fsouk.db", "x.svg", "../souk.db"})
    EXPECT_EQ(shop.get("/media/" + bad).status(), 404) << bad;
}

TEST(ShopPage, EscapesEverythingThatAMerchantWrote) {
  ServedShop shop;
  const std::string hostile = "<script>alert(1)</script>\"'&";
  shop.shop.with(hostile);
  shop.shop.change(hostile, [&](Product& product) {
    product.vendor = hostile;
    product.images.push_back({"", "https://images.example.com/a.jpg?x=\"><script>", hostile});
  });
  shop.shop.change_settings([&](ShopSettings& settings) { settings.name = hostile; });
  shop.index();

  for (const std::string& target :
       {std::string("/"), "/products/" + shop.shop.product(hostile).slug, std::string("/?q=%3Cscript%3E")}) {
    const Reply page = shop.get(target);
    ASSERT_EQ(page.status(), 200) << target;
    EXPECT_EQ(page.body().find("<script"), std::string::npos) << target;
    EXPECT_EQ(page.header("Content-Security-Policy").substr(0, 18), "default-src 'none'");
  }
}

TEST(ShopPage, ListsTheGoodsAndSurvivesStrangeTails) {
  ServedShop shop;
  for (int i = 0; i < 25; ++i) shop.shop.with("Mug " + std::to_string(i));
  shop.index();

  const Reply page = shop.get("/?utm_source=mail&sort=title");

  EXPECT_EQ(page.status(), 200);
  EXPECT_NE(page.body().find("/products/mug-0"), std::string::npos);
  const auto more = page.body().find("rel=\"next\" href=\"") + 17;
  std::string next = page.body().substr(more, page.body().find('"', more) - more);
  for (auto at = next.find("&amp;"); at != std::string::npos; at = next.find("&amp;")) next.replace(at, 5, "&");
  EXPECT_EQ(shop.get(next).status(), 200) << next;
  EXPECT_NE(shop.get(next).body().find("/products/mug-9"), std::string::npos);
  EXPECT_EQ(shop.get("/?cursor=forged").status(), 400);
  EXPECT_EQ(shop.get("/products/nothing").header("Content-Type"), "text/html; charset=utf-8");
}

}  // namespace
}  // namespace souk::http
