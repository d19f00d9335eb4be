#include <gtest/gtest.h>

#include "support/served_shop.h"

namespace souk::http {
namespace {

using support::Reply;
using support::ServedShop;

class AdminAccessTest : public testing::Test {
 protected:
  Reply as(const std::string& key, std::string_view method, std::string_view target, std::string_view body = {},
           std::string_view if_match = {}) const {
    return served.send(method, target, body, {{"authorization", key}, {"if-match", if_match}});
  }

  ServedShop served;
  const std::string keeper = served.key_of({.scopes = {Scope::keys_write, Scope::keys_read, Scope::audit_read}});
};

TEST_F(AdminAccessTest, MakesAKeyThatDoesWhatItsScopesSayAndNoMore) {
  const Reply made = as(keeper, "POST", "/v1/admin/api-keys",
                        R"({"role":"owner","scopes":["keys:read"],"label":"Inspector","expires_at":"2096-01-31T12:00:00Z"})");

  ASSERT_EQ(made.status(), 201) << made.body();
  EXPECT_EQ(made.at("/api_key/label"), "Inspector");
  EXPECT_EQ(made.at("/api_key/last_used_on"), "null");
  const std::string key = "Bearer " + made.at("/key");
  EXPECT_EQ(as(key, "GET", "/v1/admin/api-keys").status(), 200);
  EXPECT_EQ(as(key, "GET", "/v1/admin/settings").at("/code"), "forbidden");
  EXPECT_EQ(as(key, "POST", "/v1/admin/api-keys", R"({"role":"owner","scopes":["keys:read"]})").at("/code"), "forbidden");
}

TEST_F(AdminAccessTest, TakesTheScopeByNameToMakeKeys) {
  EXPECT_EQ(served.as_owner("POST", "/v1/admin/api-keys", R"({"role":"support"})").at("/code"), "forbidden");
}

TEST_F(AdminAccessTest, MakesNoKeyStrongerThanItsMaker) {
  for (const char* body :
       {R"({"role":"owner"})", R"({"role":"owner","scopes":["settings:write"]})", R"({"role":"admin","scopes":["keys:read"]})"})
    EXPECT_EQ(as(keeper, "POST", "/v1/admin/api-keys", body).at("/code"), "forbidden") << body;
}

TEST_F(AdminAccessTest, RefusesAKeyThatMakesNoSense) {
  EXPECT_EQ(as(keeper, "POST", "/v1/admin/api-keys", R"({"role":"customer"})").at("/code"), "forbidden");
  EXPECT_EQ(as(keeper, "POST", "/v1/admin/api-keys", R"({"role":"owner","scopes":["everything"]})").at("/pointer"),
            "/scopes/0");
  EXPECT_EQ(
      as(keeper, "POST", "/v1/admin/api-keys", R"({"role":"owner","scopes":["keys:read"],"expires_at":"2001-01-31T12:00:00Z"})")
          .at("/pointer"),
      "/expires_at");
}

TEST_F(AdminAccessTest, RevokesAKeyAtOnce) {
  const Reply made = as(keeper, "POST", "/v1/admin/api-keys", R"({"role":"owner","scopes":["keys:read"]})");
  const std::string place = "/v1/admin/api-keys/" + made.at("/api_key/id");

  EXPECT_EQ(as(keeper, "DELETE", place).status(), 204);
  EXPECT_EQ(as(keeper, "DELETE", place).status(), 204);
  EXPECT_EQ(as("Bearer " + made.at("/key"), "GET", "/v1/admin/api-keys").at("/code"), "unauthorized");
  EXPECT_EQ(as(keeper, "DELETE", "/v1/admin/api-keys/key_000000000000000000000000000000000000").status(), 404);
}

TEST_F(AdminAccessTest, ListsKeysPageByPageWithoutTheirSecrets) {
  const Reply first = as(keeper, "GET", "/v1/admin/api-keys?limit=1");
  EXPECT_EQ(first.at("/items/0/created_by"), "operator");
  EXPECT_EQ(first.body().find("secret"), std::string::npos);

  const Reply second = as(keeper, "GET", "/v1/admin/api-keys?limit=1&cursor=" + first.at("/next_cursor"));
  EXPECT_EQ(second.at("/items"), "[1]");
  EXPECT_EQ(second.at("/next_cursor"), "null");
  EXPECT_NE(first.at("/items/0/id"), second.at("/items/0/id"));
}

TEST_F(AdminAccessTest, WritesDownWhatAKeyChanged) {
  const Reply read = served.as_owner("GET", "/v1/admin/settings");
  std::string settings = read.body();
  settings.erase(settings.find(",\"version\""), settings.size());
  settings += "}";
  settings.replace(settings.find(":") + 2, settings.find(",") - settings.find(":") - 3, "Leaf");
  ASSERT_EQ(served.as_owner("PUT", "/v1/admin/settings", settings, read.header("ETag")).status(), 200) << settings;

  const Reply log = as(keeper, "GET", "/v1/admin/audit-log?operation=changeSettings&target=settings");

  EXPECT_EQ(log.at("/items"), "[1]") << log.body();
  EXPECT_EQ(log.at("/items/0/role"), "owner");
  EXPECT_EQ(log.at("/items/0/actor").substr(0, 4), "key_");
  EXPECT_EQ(log.at("/items/0/request_id"), "test");
  EXPECT_NE(log.body().find(R"("after":"Leaf")"), std::string::npos);
  EXPECT_EQ(as(keeper, "GET", "/v1/admin/audit-log?operation=changeSettings&until=2001-01-31T12:00:00Z").at("/items"), "[0]");
}

TEST_F(AdminAccessTest, ReadsTheAuditLogPageByPageWithinItsFilter) {
  for (int i = 0; i < 3; ++i) as(keeper, "POST", "/v1/admin/api-keys", R"({"role":"owner","scopes":["keys:read"]})");
  const std::string list = "/v1/admin/audit-log?operation=createApiKey&limit=2";

  const Reply first = as(keeper, "GET", list);
  const Reply second = as(keeper, "GET", list + "&cursor=" + first.at("/next_cursor"));

  EXPECT_EQ(first.at("/items"), "[2]");
  EXPECT_EQ(second.at("/items"), "[1]");
  EXPECT_EQ(as(keeper, "GET", "/v1/admin/audit-log?limit=2&cursor=" + first.at("/next_cursor")).at("/code"),
            "invalid_parameter");
  EXPECT_EQ(as(keeper, "GET", "/v1/admin/audit-log?from=yesterday").at("/pointer"), "from");
}

TEST_F(AdminAccessTest, SlashesAPriceOnlyByAKeyThatNamesIt) {
  const Reply made = served.as_owner("POST", "/v1/admin/products",
                                     R"({"title":"Mug","variants":[{"price":{"amount":1999,"currency":"EUR"}}]})");
  const std::string product = "/v1/admin/products/" + made.at("/id");
  const std::string variant = product + "/variants/" + made.at("/variants/0/id");
  constexpr std::string_view kSlashed = R"({"price":{"amount":999,"currency":"EUR"}})";
  constexpr std::string_view kHalved = R"({"price":{"amount":1000,"currency":"EUR"}})";
  const std::string named = served.key_of({.role = Role::catalog_manager, .scopes = {Scope::catalog_write}});

  const Reply refused = served.as_owner("PATCH", variant, kSlashed, R"("1")");
  EXPECT_EQ(refused.at("/code"), "forbidden") << refused.body();
  EXPECT_EQ(served.as_owner("PATCH", variant, kHalved, R"("1")").status(), 200);
  EXPECT_EQ(as(named, "PATCH", variant, R"({"price":{"amount":1,"currency":"EUR"}})", R"("2")").status(), 200);
}

TEST_F(AdminAccessTest, ShowsBuyersToThoseWhoseWorkNeedsIt) {
  const VariantId mug = served.shop.with("Mug");
  const std::string cart = served.cart_with(mug);
  const Reply placed =
      served.send("POST", "/v1/carts/" + cart + "/checkout", R"({"payment":{"provider":"test","token":"tok_ok"}})",
                  {{"idempotency-key", "key-0123456789abcdef"}});
  ASSERT_EQ(placed.status(), 201) << placed.body();
  const std::string order = "/v1/admin/orders/" + placed.at("/id");

  for (const Role role : {Role::owner, Role::admin, Role::order_manager})
    EXPECT_EQ(as(served.key_of({.role = role}), "GET", order).at("/email"), "ada@example.com");
  for (const Role role : {Role::support, Role::auditor}) {
    const std::string key = served.key_of({.role = role});
    for (const std::string& target :
         {order, std::string("/v1/admin/orders"), "/v1/admin/orders?number=" + placed.at("/number")}) {
      const std::string body = as(key, "GET", target).body();
      EXPECT_NE(body.find("a…@example.com"), std::string::npos) << body;
      for (const char* personal : {"ada@", "Byron", "Marktplatz"}) EXPECT_EQ(body.find(personal), std::string::npos) << target;
    }
  }
}

}  // namespace
}  // namespace souk::http
