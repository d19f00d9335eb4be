#include <gtest/gtest.h>

#include "http/answer.h"
#include "support/builders.h"
#include "support/served_shop.h"

namespace souk::http {
namespace {

using support::Reply;
using support::ServedShop;

constexpr std::string_view kTeapot = R"({
  "title": "Kyusu teapot", "status": "active", "vendor": "Tokoname", "tags": ["tea"], "description_html": "<p onclick=x>Thrown by hand.</p>",
  "options": [{"name": "Color", "values": ["Indigo", "Ash"]}],
  "variants": [
    {"option_values": ["Indigo"], "price": {"amount": 4900, "currency": "EUR"}, "sku": "KYU-I", "stock": {"policy": "deny", "on_hand": 3}},
    {"option_values": ["Ash"], "price": {"amount": 5200, "currency": "EUR"}, "compare_at_price": {"amount": 5900, "currency": "EUR"}}
  ],
  "seo": {"title": "Kyusu", "description": "A side-handled pot"},
  "custom_fields": [{"name": "Glaze", "value": "Iron"}]
})";

TEST(AdminService, OpensToAnOwnersKeyAlone) {
  ServedShop shop;
  std::string forged = shop.owner;
  forged.back() = forged.back() == '0' ? '1' : '0';

  const Reply nobody = shop.get("/v1/admin/products");
  EXPECT_EQ(nobody.status(), 401);
  EXPECT_EQ(nobody.header("WWW-Authenticate"), "Bearer realm=\"souk\"");
  for (const std::string& authorization :
       {forged, std::string("Bearer"), "Basic " + shop.owner.substr(7), shop.owner.substr(7)})
    EXPECT_EQ(shop.get("/v1/admin/products", {{"authorization", authorization}}).code(), "unauthorized") << authorization;
  EXPECT_EQ(shop.get("/v1/admin/products", {{"authorization", "Bearer x"}}).code(), "invalid_token");
  EXPECT_EQ(shop.get("/v1/admin/products", {{"authorization", shop.owner}}).status(), 200);
}

TEST(AdminService, NeverIgnoresACredentialThatIsWrong) {
  ServedShop shop;
  EXPECT_EQ(shop.get("/v1/shop", {{"authorization", "Bearer key_1.2"}}).code(), "unauthorized");
  EXPECT_EQ(shop.get("/v1/shop", {{"authorization", shop.owner}}).status(), 200);
}

TEST(AdminService, CreatesAProductThatGuestsThenSee) {
  ServedShop shop;

  const Reply created = shop.as_owner("POST", "/v1/admin/products", kTeapot);

  ASSERT_EQ(created.status(), 201) << created.body();
  EXPECT_EQ(created.header("ETag"), "\"1\"");
  EXPECT_EQ(created.header("Location"), "/v1/admin/products/" + created.at("/id"));
  EXPECT_EQ(created.at("/description_html"), "<p>Thrown by hand.</p>");
  EXPECT_EQ(created.at("/custom_fields/0/value"), "Iron");
  EXPECT_EQ(shop.as_owner("GET", created.header("Location")).body(), created.body());
  const Reply seen = shop.get("/v1/products/kyusu-teapot");
  EXPECT_EQ(seen.at("/variants/0/options/0/value"), "Indigo");
  EXPECT_EQ(seen.at("/variants/1/compare_at_price/amount"), "5900");
  EXPECT_EQ(seen.at("/custom_fields"), "(none)");
  const Reply stock = shop.as_owner("GET", "/v1/admin/stock/" + created.at("/variants/0/stock_item_id"));
  EXPECT_EQ(stock.at("/on_hand"), "3");
}

TEST(AdminService, RepeatsACreationOnlyOnce) {
  ServedShop shop;
  constexpr std::string_view kKey = "create-the-teapot-1";

  const Reply first = shop.as_owner("POST", "/v1/admin/products", kTeapot, {}, kKey);
  const Reply again = shop.as_owner("POST", "/v1/admin/products", kTeapot, {}, kKey);

  EXPECT_EQ(first.status(), 201);
  EXPECT_EQ(again.body(), first.body());
  EXPECT_EQ(again.header("ETag"), first.header("ETag"));
  EXPECT_EQ(again.header("Location"), first.header("Location"));
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(shop.as_owner("GET", "/v1/admin/products").at("/items"), "[1]");
}

TEST(AdminService, ReplacesAProductAtTheVersionThatWasRead) {
  ServedShop shop;
  const Reply created = shop.as_owner("POST", "/v1/admin/products", kTeapot);
  const std::string target = "/v1/admin/products/" + created.at("/id");
  const std::string body = R"({"title":"Teapot","options":[{"name":"Color","values":["Indigo"]}],"variants":[{"id":")" +
                           created.at("/variants/0/id") +
                           R"(","option_values":["Indigo"],"price":{"amount":4500,"currency":"EUR"}}]})";

  const Reply without = shop.as_owner("PUT", target, body);
  EXPECT_EQ(without.status(), 428);
  EXPECT_EQ(without.code(), "precondition_required");
  for (const std::string tag : {"*", "1", "W/\"1\"", "\"1\", \"2\"", "\"\"", "\"01\"", "\"-1\"", "\"x\""})
    EXPECT_EQ(shop.as_owner("PUT", target, body, tag).code(), "invalid_parameter") << tag;

  const Reply replaced = shop.as_owner("PUT", target, body, "\"1\"");
  ASSERT_EQ(replaced.status(), 200) << replaced.body();
  EXPECT_EQ(replaced.header("ETag"), "\"2\"");
  EXPECT_EQ(replaced.at("/slug"), "kyusu-teapot");
  EXPECT_EQ(replaced.at("/variants/0/stock_item_id"), created.at("/variants/0/stock_item_id"));
  EXPECT_EQ(replaced.at("/variants"), "[1]");
  EXPECT_EQ(replaced.at("/vendor"), "");

  const Reply late = shop.as_owner("PUT", target, body, "\"1\"");
  EXPECT_EQ(late.status(), 412);
  EXPECT_EQ(late.code(), "version_conflict");
}

TEST(AdminService, ChangesOnlyTheFieldsThatAreNamed) {
  ServedShop shop;
  const Reply created = shop.as_owner("POST", "/v1/admin/products", kTeapot);
  const std::string target = "/v1/admin/products/" + created.at("/id");

  const Reply changed = shop.as_owner("PATCH", target, R"({"status":"archived","tags":[]})", "\"1\"");

  ASSERT_EQ(changed.status(), 200) << changed.body();
  EXPECT_EQ(changed.at("/status"), "archived");
  EXPECT_EQ(changed.at("/tags"), "[0]");
  EXPECT_EQ(changed.at("/vendor"), "Tokoname");
  EXPECT_EQ(changed.at("/variants"), "[2]");
  EXPECT_EQ(shop.as_owner("PATCH", target, "{}", "\"2\"").code(), "validation_failed");
  EXPECT_EQ(shop.as_owner("PATCH", target, R"({"variants":[]})", "\"2\"").code(), "unknown_field");
}

TEST(AdminService, PointsAtWhatIsWrongInAProduct) {
  ServedShop shop;
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string body(kTeapot);
    body.replace(body.find(from), from.size(), to);
    const Reply reply = shop.as_owner("POST", "/v1/admin/products", body);
    return std::to_string(reply.status()) + " " + reply.code() + " " + reply.at("/pointer");
  };
  EXPECT_EQ(refused("\"amount\": 4900", "\"amount\": 49.00"), "422 validation_failed /variants/0/price/amount");
  EXPECT_EQ(refused("\"currency\": \"EUR\"}, \"sku\"", "\"currency\": \"USD\"}, \"sku\""),
            "422 validation_failed /variants/0/price");
  EXPECT_EQ(refused("[\"Ash\"], \"price\"", "[\"Indigo\"], \"price\""), "422 validation_failed /variants/1/option_values");
  EXPECT_EQ(refused("\"active\"", "\"visible\""), "422 validation_failed /status");
  EXPECT_EQ(refused("\"vendor\"", "\"version\""), "422 unknown_field /version");
  EXPECT_EQ(refused("\"tags\": [\"tea\"]", "\"categories\": [\"cat_06DXM8HN5R7ECQ2DX9M4Z0VJ5T8WYK1BASF0\"]"),
            "422 validation_failed /categories/0");
  EXPECT_EQ(refused("\"sku\": \"KYU-I\"", "\"id\": \"var_06DXM8HN5R2M7A9QX4ZJ6T0BCEKW3F8YDS1G\""),
            "422 unknown_field /variants/0/id");
  EXPECT_EQ(refused("\"on_hand\": 3", "\"on_hand\": null"), "422 validation_failed /variants/0/stock/on_hand");
}

TEST(AdminService, DeletesAProductOnce) {
  ServedShop shop;
  const std::string target = "/v1/admin/products/" + shop.as_owner("POST", "/v1/admin/products", kTeapot).at("/id");

  EXPECT_EQ(shop.as_owner("DELETE", target, {}, "\"9\"").status(), 412);
  EXPECT_EQ(shop.as_owner("DELETE", target, {}, "\"1\"").status(), 204);
  EXPECT_EQ(shop.as_owner("DELETE", target, {}, "\"1\"").status(), 404);
  EXPECT_EQ(shop.get("/v1/products/kyusu-teapot").status(), 404);
}

TEST(AdminService, AddsChangesAndRemovesOneVariant) {
  ServedShop shop;
  const Reply product = shop.as_owner("POST", "/v1/admin/products", kTeapot);
  const std::string variants = "/v1/admin/products/" + product.at("/id") + "/variants";

  const Reply added = shop.as_owner(
      "POST", variants,
      R"({"option_values":["Moss"],"price":{"amount":6100,"currency":"EUR"},"stock":{"policy":"deny","on_hand":5}})", "\"1\"");
  ASSERT_EQ(added.status(), 201) << added.body();
  EXPECT_EQ(added.at("/title"), "Moss");
  EXPECT_EQ(added.header("ETag"), "\"2\"");
  const std::string moss = added.header("Location");
  EXPECT_EQ(moss, variants + "/" + added.at("/id"));
  EXPECT_EQ(shop.as_owner("GET", moss).at("/stock/on_hand"), "5");

  const Reply changed = shop.as_owner("PATCH", moss, R"({"price":{"amount":6500,"currency":"EUR"}})", "\"2\"");
  ASSERT_EQ(changed.status(), 200) << changed.body();
  EXPECT_EQ(changed.at("/price/amount"), "6500");
  EXPECT_EQ(changed.at("/stock_item_id"), added.at("/stock_item_id"));
  const Reply refused = shop.as_owner("PATCH", moss, R"({"price":{"amount":6500,"currency":"USD"}})", "\"3\"");
  EXPECT_EQ(refused.at("/pointer"), "/price");

  EXPECT_EQ(shop.as_owner("DELETE", moss, {}, "\"2\"").status(), 412);
  EXPECT_EQ(shop.as_owner("DELETE", moss, {}, "\"3\"").header("ETag"), "\"4\"");
  EXPECT_EQ(shop.as_owner("GET", moss).status(), 404);
}

TEST(AdminService, KeepsTheLastVariant) {
  ServedShop shop;
  shop.shop.with("Mug");
  const Product mug = shop.shop.product("Mug");

  const Reply reply =
      shop.as_owner("DELETE", "/v1/admin/products/" + mug.id.text() + "/variants/" + mug.variants.front().id.text(), {},
                    version_tag(mug.version));

  EXPECT_EQ(reply.status(), 422);
}

TEST(AdminService, PagesThroughVariantsWithTheirStock) {
  ServedShop shop;
  shop.shop.with(support::a_product(shop.shop.ids, "Paint", 5));
  const std::string variants = "/v1/admin/products/" + shop.shop.product("Paint").id.text() + "/variants?limit=3";

  const Reply first = shop.as_owner("GET", variants);
  const Reply second = shop.as_owner("GET", variants + "&cursor=" + first.at("/next_cursor"));

  EXPECT_EQ(first.at("/items"), "[3]");
  EXPECT_EQ(first.at("/items/0/stock/policy"), "untracked");
  EXPECT_EQ(second.at("/items"), "[2]");
  EXPECT_EQ(second.at("/next_cursor"), "null");
}

TEST(AdminService, KeepsCategoriesAsATree) {
  ServedShop shop;
  const Reply tea = shop.as_owner("POST", "/v1/admin/categories", R"({"title":"Tea"})");
  const Reply green =
      shop.as_owner("POST", "/v1/admin/categories", R"({"title":"Green tea","parent_id":")" + tea.at("/id") + R"("})");
  ASSERT_EQ(green.status(), 201) << green.body();
  const std::string target = "/v1/admin/categories/" + tea.at("/id");

  EXPECT_EQ(shop.get("/v1/categories/green-tea").at("/parent_id"), tea.at("/id"));
  EXPECT_EQ(shop.as_owner("DELETE", target, {}, tea.header("ETag")).code(), "category_in_use");
  const Reply circle =
      shop.as_owner("PUT", target, R"({"title":"Tea","parent_id":")" + green.at("/id") + R"("})", tea.header("ETag"));
  EXPECT_EQ(circle.status(), 422);
  EXPECT_EQ(circle.at("/pointer"), "/parent_id");
  const Reply renamed = shop.as_owner("PUT", target, R"({"title":"Teas","slug":"teas"})", tea.header("ETag"));
  EXPECT_EQ(renamed.at("/slug"), "teas") << renamed.body();
  EXPECT_EQ(shop.get("/v1/categories/tea").status(), 308);
  EXPECT_EQ(shop.get("/v1/categories/tea").header("Location"), "/v1/categories/teas");
  EXPECT_EQ(shop.get("/?category=tea&sort=title").header("Location"), "/?category=teas");
  EXPECT_EQ(shop.get("/?category=coffee").status(), 200);
  EXPECT_EQ(shop.as_owner("DELETE", "/v1/admin/categories/" + green.at("/id"), {}, green.header("ETag")).status(), 204);
}

TEST(AdminService, BooksStockAtTheVersionThatWasRead) {
  ServedShop shop;
  shop.shop.with_stock("Mug", 3);
  const std::string target = "/v1/admin/stock/" + shop.shop.stock("Mug").id.text();
  const Reply before = shop.as_owner("GET", target);

  const Reply booked = shop.as_owner("PATCH", target, R"({"delta":4,"reason":"received","reference":"Delivery 7"})",
                                     before.header("ETag"), "delivery-0000000007");
  const Reply again = shop.as_owner("PATCH", target, R"({"delta":4,"reason":"received","reference":"Delivery 7"})",
                                    before.header("ETag"), "delivery-0000000007");

  EXPECT_EQ(booked.at("/on_hand"), "7") << booked.body();
  EXPECT_EQ(again.body(), booked.body());
  EXPECT_EQ(shop.as_owner("PATCH", target, R"({"delta":1})", before.header("ETag")).status(), 412);
  EXPECT_EQ(shop.as_owner("PATCH", target, R"({"delta":1})").status(), 428);
  EXPECT_EQ(shop.as_owner("PATCH", target, R"({"delta":1,"on_hand":2})", booked.header("ETag")).code(), "validation_failed");
  EXPECT_EQ(shop.as_owner("PATCH", target, R"({"delta":1,"reason":"sold"})", booked.header("ETag")).at("/pointer"), "/reason");

  const Reply movements = shop.as_owner("GET", target + "/movements?limit=1");
  EXPECT_EQ(movements.at("/items/0/delta"), "4");
  EXPECT_EQ(movements.at("/items/0/reference"), "Delivery 7");
  EXPECT_EQ(shop.as_owner("GET", target + "/movements?limit=1&cursor=" + movements.at("/next_cursor")).at("/items/0/delta"),
            "3");
  EXPECT_EQ(shop.as_owner("GET", "/v1/admin/stock/stk_06DXM8HN5RB5Q0ZT8W3YV6JXK1ECAM79D4NG/movements").status(), 404);
}

TEST(AdminService, ReadsOrdersNewestFirstAndByNumber) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  for (const std::string key : {"first-order-0123456", "second-order-012345"}) {
    shop.shop.wait(std::chrono::seconds{1});
    ASSERT_EQ(shop.send("POST", "/v1/carts/" + shop.cart_with(mug) + "/checkout", R"({"payment":{"provider":"test"}})",
                        {{"idempotency-key", key}})
                  .status(),
              201);
  }

  const Reply first = shop.as_owner("GET", "/v1/admin/orders?limit=1");
  const Reply second = shop.as_owner("GET", "/v1/admin/orders?limit=1&cursor=" + first.at("/next_cursor"));

  EXPECT_EQ(second.at("/next_cursor"), "null");
  EXPECT_NE(first.at("/items/0/id"), second.at("/items/0/id"));
  const Reply found = shop.as_owner("GET", "/v1/admin/orders?number=" + second.at("/items/0/number"));
  EXPECT_EQ(found.at("/items/0/id"), second.at("/items/0/id"));
  EXPECT_EQ(shop.as_owner("GET", "/v1/admin/orders?number=none").at("/items"), "[0]");
  EXPECT_EQ(shop.as_owner("GET", "/v1/admin/orders/" + first.at("/items/0/id")).at("/email"), "ada@example.com");
}

TEST(AdminService, ChangesTheSettingsAsAWhole) {
  ServedShop shop;
  const Reply before = shop.as_owner("GET", "/v1/admin/settings");
  std::string body = before.body();
  body.erase(body.rfind(",\"version\""));
  body += "}";
  const std::string renamed = R"("name":"Leaf & Kiln")";
  body.replace(body.find("\"name\":\"My shop\""), 16, renamed);

  const Reply changed = shop.as_owner("PUT", "/v1/admin/settings", body, before.header("ETag"));

  ASSERT_EQ(changed.status(), 200) << changed.body();
  EXPECT_EQ(changed.at("/name"), "Leaf & Kiln");
  EXPECT_NE(changed.header("ETag"), before.header("ETag"));
  EXPECT_EQ(shop.as_owner("PUT", "/v1/admin/settings", body, before.header("ETag")).status(), 412);
  EXPECT_EQ(shop.as_owner("PUT", "/v1/admin/settings", R"({"name":"x"})", changed.header("ETag")).code(), "validation_failed");
}

TEST(AdminService, OffersPaymentByHandWhenTheMerchantSaysSo) {
  ServedShop shop;
  const Reply before = shop.as_owner("GET", "/v1/admin/settings");
  EXPECT_EQ(before.at("/payment_methods/manual/enabled"), "false");
  EXPECT_EQ(shop.get("/v1/shop").at("/payment_methods"), "[1]");
  std::string body = before.body();
  body.erase(body.rfind(",\"version\"")).append("}");
  const std::string off = R"({"enabled":false,"title":"","instructions":""})";
  const std::string on = R"({"enabled":true,"title":"Bank transfer","instructions":"Within 14 days"})";
  body.replace(body.find(off), off.size(), on);

  ASSERT_EQ(shop.as_owner("PUT", "/v1/admin/settings", body, before.header("ETag")).status(), 200);

  EXPECT_EQ(shop.get("/v1/shop").at("/payment_methods"), "[2]");
  EXPECT_EQ(shop.get("/v1/shop").at("/payment_methods/0/provider"), "manual");
  EXPECT_EQ(shop.get("/v1/shop").at("/payment_methods/0/title"), "Bank transfer");
  EXPECT_EQ(shop.get("/v1/shop").at("/payment_methods/0/instructions"), "Within 14 days");
}

}  // namespace
}  // namespace souk::http
