#include <gtest/gtest.h>

#include "support/served_shop.h"

namespace souk::http {
namespace {

using support::Reply;
using support::ServedShop;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kPassword = "correct horse";

std::string credentials(const std::string& email, const std::string& password) {
  return R"({"email":")" + email + R"(","password":")" + password + "\"}";
}

/// "souk_session=…" of a Set-Cookie header.
std::string cookie_of(const Reply& reply) {
  const std::string header = reply.header("Set-Cookie");
  return header.substr(0, header.find(';'));
}

Reply logged_in(const ServedShop& shop, const std::string& email = kAda) {
  return shop.send("POST", "/v1/auth/login", credentials(email, kPassword));
}

TEST(Accounts, LeadFromRegistrationByMailToASession) {
  ServedShop shop;

  const Reply asked =
      shop.send("POST", "/v1/auth/register", R"({"email":"ada@example.com","password":"correct horse","name":"Ada"})");
  EXPECT_EQ(asked.status(), 202);
  EXPECT_EQ(asked.at("/email"), kAda);
  EXPECT_EQ(logged_in(shop).code(), "invalid_credentials") << "not verified yet";
  const Reply verified =
      shop.send("POST", "/v1/auth/verify", R"({"token":")" + shop.mailed_token(kAda) + R"(","password":"correct horse"})");

  ASSERT_EQ(verified.status(), 200);
  EXPECT_EQ(verified.at("/customer/email"), kAda);
  EXPECT_EQ(verified.at("/customer/name"), "Ada");
  EXPECT_EQ(verified.at("/token_type"), "Bearer");
  EXPECT_EQ(verified.number("/expires_in"), 600);
  const std::string bearer = "Bearer " + verified.at("/access_token");
  EXPECT_EQ(shop.get("/v1/me", {{"authorization", bearer}}).at("/id"), verified.at("/customer/id"));
  EXPECT_EQ(logged_in(shop).status(), 200);
}

TEST(Accounts, AnswerAlikeWhetherAnAddressIsKnownOrNot) {
  ServedShop shop;
  shop.registered(kAda);

  const auto same = [&](const std::string& path, const std::string& rest) {
    const Reply known = shop.send("POST", path, R"({"email":"ada@example.com")" + rest + "}");
    const Reply unknown = shop.send("POST", path, R"({"email":"eve@example.com")" + rest + "}");
    std::string renamed = unknown.body();
    if (const auto at = renamed.find("eve@"); at != std::string::npos) renamed.replace(at, 3, "ada");
    EXPECT_EQ(known.status(), unknown.status()) << path;
    EXPECT_EQ(known.body(), renamed) << path;
  };
  same("/v1/auth/register", R"(,"password":"battery staple")");
  same("/v1/auth/forgot-password", "");
  same("/v1/auth/login", R"(,"password":"wrong password")");
}

TEST(Accounts, RefuseWeakPasswordsAndOddAddresses) {
  const ServedShop shop;
  const auto refusal = [&](const std::string& email, const std::string& password) {
    const Reply reply = shop.send("POST", "/v1/auth/register", credentials(email, password));
    return reply.code() + " " + reply.at("/pointer");
  };

  EXPECT_EQ(refusal(kAda, "qzvbxwj"), "weak_password /password");
  EXPECT_EQ(refusal(kAda, "password"), "weak_password /password");
  EXPECT_EQ(refusal(kAda, "ADA@example.com"), "weak_password /password");
  EXPECT_EQ(refusal(kAda, std::string(1025, 'x')), "too_long /password");
  EXPECT_EQ(refusal("ada", kPassword), "validation_failed /email");
  EXPECT_EQ(refusal("ada@example.com, eve@example.com", kPassword), "invalid_characters /email");
  EXPECT_EQ(
      shop.send("POST", "/v1/auth/register", R"({"email":"ada@example.com","password":"correct horse","role":"owner"})").code(),
      "unknown_field");
  EXPECT_EQ(shop.send("POST", "/v1/auth/login", credentials(kAda, std::string(1025, 'x'))).code(), "too_long");
}

TEST(Accounts, RenewASessionByItsCookie) {
  ServedShop shop;
  shop.registered(kAda);
  const std::string first = cookie_of(logged_in(shop));

  const Reply renewed = shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", first}});

  ASSERT_EQ(renewed.status(), 200);
  EXPECT_NE(cookie_of(renewed), first);
  EXPECT_EQ(shop.get("/v1/me", {{"authorization", "Bearer " + renewed.at("/access_token")}}).status(), 200);
  EXPECT_EQ(cookie_of(shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", first}})), cookie_of(renewed)) << "two tabs";
}

TEST(Accounts, EndASessionWhoseTokenComesTwice) {
  ServedShop shop;
  shop.registered(kAda);
  const Reply login = logged_in(shop);
  const std::string stolen = cookie_of(login);
  const Reply renewed = shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", stolen}});
  shop.shop.wait(ports::kRefreshGrace);

  EXPECT_EQ(shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", stolen}}).code(), "token_reused");

  EXPECT_EQ(shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", cookie_of(renewed)}}).code(), "token_reused");
  for (const Reply& reply : {login, renewed})
    EXPECT_EQ(shop.get("/v1/me", {{"authorization", "Bearer " + reply.at("/access_token")}}).code(), "invalid_token");
  EXPECT_EQ(shop.mails().front().mail.subject.substr(0, 16), "We ended a login");
}

TEST(Accounts, LogOutOfOneDeviceOrOfAll) {
  ServedShop shop;
  shop.registered(kAda);
  const Reply here = logged_in(shop);
  const Reply there = logged_in(shop);

  const Reply out = shop.send("POST", "/v1/auth/logout", {}, {{"cookie", cookie_of(here)}});
  EXPECT_EQ(out.status(), 204);
  EXPECT_EQ(cookie_of(out), "souk_session=");
  EXPECT_EQ(shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", cookie_of(here)}}).code(), "unauthorized");
  EXPECT_EQ(shop.get("/v1/me", {{"authorization", "Bearer " + here.at("/access_token")}}).code(), "invalid_token");
  EXPECT_EQ(shop.get("/v1/me", {{"authorization", "Bearer " + there.at("/access_token")}}).status(), 200);

  EXPECT_EQ(shop.send("POST", "/v1/auth/logout", R"({"everywhere":true})", {{"cookie", cookie_of(there)}}).code(),
            "unauthorized");
  EXPECT_EQ(
      shop.send("POST", "/v1/auth/logout", R"({"everywhere":true})", {{"authorization", "Bearer " + there.at("/access_token")}})
          .status(),
      204);
  EXPECT_EQ(shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", cookie_of(there)}}).code(), "unauthorized");
}

TEST(Accounts, GiveALoginAnIdOfItsOwn) {
  ServedShop shop;
  shop.registered(kAda);
  const std::string planted = cookie_of(logged_in(shop));

  const Reply login = shop.send("POST", "/v1/auth/login", credentials(kAda, kPassword), {{"cookie", planted}});

  EXPECT_NE(cookie_of(login), planted);
  EXPECT_EQ(shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", planted}}).code(), "unauthorized");
}

TEST(Accounts, ShowAndEndSessionsByName) {
  ServedShop shop;
  const std::string bearer = shop.registered(kAda);
  const Reply other = shop.send("POST", "/v1/auth/login", credentials(kAda, kPassword), {{"user-agent", "curl/8.5.0"}});

  const Reply list = shop.get("/v1/me/sessions", {{"authorization", bearer}});
  EXPECT_EQ(list.at("/items"), "[2]");
  EXPECT_EQ(list.at("/items/0/device"), "curl");
  EXPECT_EQ(list.at("/items/0/current"), "false");
  EXPECT_EQ(list.at("/items/1/current"), "true");

  const std::string path = "/v1/me/sessions/" + list.at("/items/0/id");
  const std::string eve = shop.registered("eve@example.com");
  EXPECT_EQ(shop.send("DELETE", path, {}, {{"authorization", eve}}).code(), "not_found");
  EXPECT_EQ(shop.send("DELETE", path, {}, {{"authorization", bearer}}).status(), 204);
  EXPECT_EQ(shop.send("DELETE", path, {}, {{"authorization", bearer}}).code(), "not_found");
  EXPECT_EQ(shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", cookie_of(other)}}).code(), "unauthorized");
}

TEST(Accounts, SetAForgottenPassword) {
  ServedShop shop;
  const std::string bearer = shop.registered(kAda);
  EXPECT_EQ(shop.send("POST", "/v1/auth/forgot-password", R"({"email":"Ada@example.com"})").status(), 202);
  const std::string token = shop.mailed_token(kAda);
  const auto reset = [&](const std::string& password) {
    return shop.send("POST", "/v1/auth/reset-password", R"({"token":")" + token + R"(","password":")" + password + "\"}");
  };

  EXPECT_EQ(reset("password").code(), "weak_password");
  EXPECT_EQ(reset(kAda).code(), "weak_password");
  EXPECT_EQ(reset("battery staple").status(), 204);
  EXPECT_EQ(reset("battery staple").code(), "link_expired");

  EXPECT_EQ(logged_in(shop).code(), "invalid_credentials");
  EXPECT_EQ(shop.send("POST", "/v1/auth/login", credentials(kAda, "battery staple")).status(), 200);
  EXPECT_EQ(shop.get("/v1/me", {{"authorization", bearer}}).code(), "invalid_token");
}

TEST(Accounts, ChangePasswordAndAddressForWhoKnowsThePassword) {
  ServedShop shop;
  const std::string bearer = shop.registered(kAda);
  const auto send = [&](const char* path, const std::string& body) {
    return shop.send("POST", path, body, {{"authorization", bearer}});
  };

  EXPECT_EQ(send("/v1/me/password", R"({"current_password":"wrong one","password":"battery staple"})").code(),
            "invalid_credentials");
  EXPECT_EQ(send("/v1/me/password", R"({"current_password":"correct horse","password":"battery staple"})").status(), 204);
  EXPECT_EQ(shop.get("/v1/me", {{"authorization", bearer}}).status(), 200) << "this session stays";
  EXPECT_EQ(send("/v1/me/email", R"({"email":"lovelace@example.com","password":"battery staple"})").status(), 202);
  EXPECT_EQ(shop.get("/v1/me", {{"authorization", bearer}}).at("/email"), kAda);
  const std::string link = R"({"token":")" + shop.mailed_token("lovelace@example.com") + "\"}";
  EXPECT_EQ(shop.send("POST", "/v1/auth/change-email", link).status(), 204);
  EXPECT_EQ(shop.send("POST", "/v1/auth/change-email", link).code(), "link_expired");
  EXPECT_EQ(shop.get("/v1/me", {{"authorization", bearer}}).at("/email"), "lovelace@example.com");
}

TEST(Accounts, TakeNothingFromAnotherSite) {
  ServedShop shop;
  shop.registered(kAda);
  const std::string cookie = cookie_of(logged_in(shop));

  for (const char* const path : {"/v1/auth/login", "/v1/auth/refresh", "/v1/auth/logout", "/v1/auth/register"}) {
    EXPECT_EQ(shop.send("POST", path, "{}", {{"cookie", cookie}, {"origin", "https://evil.test"}}).code(), "csrf_failed")
        << path;
    EXPECT_EQ(shop.send("POST", path, "{}", {{"sec-fetch-site", "cross-site"}}).code(), "csrf_failed") << path;
    EXPECT_EQ(shop.send("POST", path, "{}", {{"cookie", cookie}, {"content-type", "text/plain"}}).code(), "csrf_failed")
        << path;
    EXPECT_EQ(shop.send("POST", path, "{}", {{"content-type", "text/plain"}}).code(), "unsupported_media_type") << path;
  }
  EXPECT_EQ(shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", cookie}}).status(), 200) << "nothing happened to it";
}

TEST(Accounts, ChangeWhatACustomerSaysOfThemselves) {
  ServedShop shop;
  const std::string bearer = shop.registered(kAda);
  const auto patch = [&](const std::string& body) { return shop.send("PATCH", "/v1/me", body, {{"authorization", bearer}}); };

  EXPECT_EQ(patch(R"({"name":"Augusta","accepts_marketing":true})").at("/name"), "Augusta");
  EXPECT_EQ(patch(R"({"phone":"+49 421 1"})").at("/name"), "Augusta");
  EXPECT_EQ(patch(R"({"name":"Ada\r\nBcc: eve@example.com"})").code(), "invalid_characters");
  for (const char* const field : {"email", "id", "role", "created_at", "version"})
    EXPECT_EQ(patch("{\"" + std::string(field) + "\":\"x\"}").code(), "unknown_field") << field;
}

TEST(Accounts, AreForCustomersAlone) {
  ServedShop shop;

  EXPECT_EQ(shop.get("/v1/me").code(), "unauthorized");
  EXPECT_EQ(shop.as_owner("GET", "/v1/me").code(), "forbidden");
  EXPECT_EQ(shop.get("/v1/admin/orders", {{"authorization", shop.registered(kAda)}}).code(), "forbidden");
  EXPECT_EQ(shop.get("/v1/shop", {{"authorization", "Bearer nonsense"}}).code(), "invalid_token")
      << "also where none is needed";
}

TEST(Accounts, LinkToTheConfiguredOriginWhateverTheHostHeaderSays) {
  ServedShop shop;

  shop.send("POST", "/v1/auth/register", credentials(kAda, kPassword),
            {{"host", "evil.test"}, {"x-forwarded-host", "evil.test"}, {"forwarded", "host=evil.test"}});

  const std::string text = shop.mails().at(0).mail.text;
  EXPECT_NE(text.find("https://shop.example/account/verify#token="), std::string::npos) << text;
  EXPECT_EQ(text.find("evil.test"), std::string::npos);
}

std::string merged_login(const std::string& cart) {
  return R"({"email":"ada@example.com","password":"correct horse","cart_id":")" + cart + "\"}";
}

constexpr const char* kAddress =
    R"({"address":{"name":"Ada Byron","line1":"Marktplatz 1","city":"Bremen","country":"DE"},"default_billing":true})";

TEST(Accounts, TakeAGuestsCartAlongAtLogin) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  const std::string bearer = shop.registered(kAda);
  const std::string guest = shop.cart_with(mug, 2);

  const Reply login = shop.send("POST", "/v1/auth/login", merged_login(guest));

  EXPECT_EQ(login.at("/cart_id"), guest);
  EXPECT_EQ(shop.get("/v1/carts/" + guest).code(), "not_found") << "its id opens it for nobody else";
  EXPECT_EQ(shop.get("/v1/carts/" + guest, {{"authorization", bearer}}).at("/lines/0/quantity"), "2");
  EXPECT_EQ(shop.get("/v1/carts/" + guest, {{"authorization", shop.registered("eve@example.com")}}).code(), "not_found");
  const std::string second = shop.cart_with(mug, 5);
  EXPECT_EQ(shop.send("POST", "/v1/auth/login", merged_login(second)).at("/cart_id"), guest);
  EXPECT_EQ(shop.get("/v1/carts/" + guest, {{"authorization", bearer}}).at("/lines/0/quantity"), "5");
  EXPECT_EQ(shop.get("/v1/carts/" + second, {{"authorization", bearer}}).code(), "not_found");
  const Reply same = shop.send("POST", "/v1/carts", {}, {{"authorization", bearer}});
  EXPECT_EQ(same.status(), 200);
  EXPECT_EQ(same.at("/id"), guest);
}

TEST(Accounts, ShowACustomerTheirOrdersAndNobodyElse) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  const std::string bearer = shop.registered(kAda);
  const std::string eve = shop.registered("eve@example.com");
  const std::string cart = shop.cart_with(mug);
  const Reply placed = shop.send("POST", "/v1/carts/" + cart + "/checkout", R"({"payment":{"provider":"test"}})",
                                 {{"authorization", bearer}, {"idempotency-key", "the-first-checkout"}});
  ASSERT_EQ(placed.status(), 201);
  const std::string path = "/v1/orders/" + placed.at("/id");

  EXPECT_EQ(shop.get("/v1/me/orders", {{"authorization", bearer}}).at("/items/0/id"), placed.at("/id"));
  EXPECT_EQ(shop.get("/v1/me/orders", {{"authorization", eve}}).at("/items"), "[0]");
  EXPECT_EQ(shop.get(path, {{"authorization", bearer}}).at("/customer_id"),
            shop.get("/v1/me", {{"authorization", bearer}}).at("/id"));
  EXPECT_EQ(shop.get(path, {{"authorization", eve}}).body(),
            shop.get("/v1/orders/ord_" + std::string(36, '0'), {{"authorization", eve}}).body());
  EXPECT_EQ(shop.get(path).code(), "not_found");
  EXPECT_EQ(shop.get(path, {{"order-token", placed.at("/order_token")}}).status(), 200);
}

TEST(Accounts, ClaimAGuestsOrdersWhenTheirAddressIsProven) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  const std::string cart = shop.cart_with(mug);
  const Reply placed = shop.send("POST", "/v1/carts/" + cart + "/checkout", R"({"payment":{"provider":"test"}})",
                                 {{"idempotency-key", "the-guests-checkout"}});
  const std::string eve = shop.registered("eve@example.com");

  const std::string bearer = shop.registered(kAda);

  EXPECT_EQ(shop.get("/v1/me/orders", {{"authorization", bearer}}).at("/items/0/id"), placed.at("/id"));
  EXPECT_EQ(shop.get("/v1/me/orders", {{"authorization", eve}}).at("/items"), "[0]");
  EXPECT_EQ(shop.get("/v1/orders/" + placed.at("/id"), {{"order-token", placed.at("/order_token")}}).status(), 200)
      << "the link in the mail still works";
}

TEST(Accounts, KeepAddresses) {
  ServedShop shop;
  const std::string bearer = shop.registered(kAda);
  const auto send = [&](const char* method, const std::string& path, const std::string& body = {}) {
    return shop.send(method, path, body, {{"authorization", bearer}});
  };

  const Reply made = send("POST", "/v1/me/addresses", kAddress);
  ASSERT_EQ(made.status(), 201);
  EXPECT_EQ(made.at("/default_shipping"), "true") << "the first one";
  const std::string path = made.header("Location");
  EXPECT_EQ(send("GET", path).at("/address/city"), "Bremen");
  EXPECT_EQ(
      send("PUT", path, R"({"address":{"name":"Ada","line1":"1 Quay","city":"London","country":"GB"}})").at("/address/city"),
      "London");
  EXPECT_EQ(send("PUT", path, R"({"address":{"name":"Ada","line1":"1 Quay","city":"London","country":"XX"}})").at("/pointer"),
            "/address/country");
  EXPECT_EQ(send("GET", "/v1/me").at("/default_billing_address_id"), made.at("/id"));
  const std::string eve = shop.registered("eve@example.com");
  for (const char* const method : {"GET", "DELETE"})
    EXPECT_EQ(shop.send(method, path, {}, {{"authorization", eve}}).code(), "not_found");
  EXPECT_EQ(shop.send("PUT", path, kAddress, {{"authorization", eve}}).code(), "not_found");
  EXPECT_EQ(send("DELETE", path).status(), 204);
  EXPECT_EQ(send("DELETE", path).code(), "not_found");
  EXPECT_EQ(send("GET", "/v1/me/addresses").at("/items"), "[0]");
}

TEST(Accounts, SaveAnAddressOnceUnderOneKey) {
  ServedShop shop;
  const std::string bearer = shop.registered(kAda);
  const auto save = [&] {
    return shop.send("POST", "/v1/me/addresses", kAddress,
                     {{"authorization", bearer}, {"idempotency-key", "my-first-address"}});
  };

  const Reply first = save();
  const Reply again = save();

  EXPECT_EQ(again.body(), first.body());
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(shop.get("/v1/me/addresses", {{"authorization", bearer}}).at("/items"), "[1]");
}

TEST(Accounts, KeepAWishlist) {
  ServedShop shop;
  const Product pot = [&] {
    shop.shop.with("Teapot");
    return shop.shop.product("Teapot");
  }();
  const std::string bearer = shop.registered(kAda);
  const std::string path = "/v1/me/wishlist/" + pot.id.text();
  const auto send = [&](const char* method, const std::string& target) {
    return shop.send(method, target, {}, {{"authorization", bearer}});
  };

  EXPECT_EQ(send("PUT", path).status(), 204);
  EXPECT_EQ(send("PUT", path).status(), 204);
  const Reply list = send("GET", "/v1/me/wishlist");
  EXPECT_EQ(list.at("/items"), "[1]");
  EXPECT_EQ(list.at("/items/0/product/title"), "Teapot");
  EXPECT_EQ(list.at("/items/0/product/price_from/amount"), "1999");
  shop.shop.change("Teapot", [](Product& product) { product.status = ProductStatus::archived; });
  EXPECT_EQ(send("GET", "/v1/me/wishlist").at("/items/0/product"), "null");
  EXPECT_EQ(send("PUT", path).code(), "not_found") << "what is not for sale cannot be wished for";
  EXPECT_EQ(send("DELETE", path).status(), 204);
  EXPECT_EQ(send("DELETE", path).status(), 204);
  EXPECT_EQ(send("GET", "/v1/me/wishlist").at("/items"), "[0]");
}

TEST(Accounts, HandOverAllThatIsKeptOfACustomer) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  const std::string cart = shop.cart_with(mug);
  shop.send("POST", "/v1/carts/" + cart + "/checkout", R"({"payment":{"provider":"test"}})",
            {{"idempotency-key", "the-guests-checkout"}});
  const std::string bearer = shop.registered(kAda);
  shop.send("POST", "/v1/me/addresses", kAddress, {{"authorization", bearer}});

  const Reply all = shop.get("/v1/me/export", {{"authorization", bearer}});

  EXPECT_EQ(all.at("/customer/email"), kAda);
  EXPECT_EQ(all.at("/addresses/0/address/city"), "Bremen");
  EXPECT_EQ(all.at("/orders/0/email"), kAda);
  EXPECT_EQ(all.at("/orders_complete"), "true");
  EXPECT_EQ(all.at("/sessions"), "[1]");
  EXPECT_TRUE(all.header("Content-Disposition").starts_with("attachment"));
}

TEST(Accounts, AreErasedAndLeaveTheBooks) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  const std::string cart = shop.cart_with(mug);
  const Reply placed =
      shop.send("POST", "/v1/carts/" + cart + "/checkout", R"({"payment":{"provider":"test","token":"tok_declined"}})",
                {{"idempotency-key", "the-guests-checkout"}});
  EXPECT_EQ(placed.status(), 402);
  const OrderId order = shop.shop.only_order().id;
  const std::string bearer = shop.registered(kAda);
  const auto erase = [&](const std::string& who) { return shop.send("DELETE", "/v1/me", {}, {{"authorization", who}}); };
  shop.shop.wait(std::chrono::minutes{15});
  ASSERT_TRUE(shop.ledger.expire(order));
  EXPECT_EQ(erase(bearer).code(), "invalid_token") << "it has expired";
  const std::string fresh = "Bearer " + logged_in(shop).at("/access_token");

  const Reply gone = erase(fresh);

  EXPECT_EQ(gone.status(), 204);
  EXPECT_EQ(cookie_of(gone), "souk_session=");
  EXPECT_EQ(shop.get("/v1/me", {{"authorization", fresh}}).code(), "invalid_token");
  EXPECT_EQ(logged_in(shop).code(), "invalid_credentials");
  const Reply left = shop.as_owner("GET", "/v1/admin/orders/" + order.text());
  EXPECT_EQ(left.at("/email"), "");
  EXPECT_EQ(left.at("/addresses/shipping/name"), "");
  EXPECT_EQ(left.at("/totals/total/amount"), "2489");
  EXPECT_EQ(left.at("/customer_id"), "null");
  EXPECT_EQ(shop.mails().front().mail.subject.find("has been deleted") != std::string::npos, true);
}

TEST(Accounts, AreNotErasedFromABrowserThatWasLeftOpen) {
  ServedShop shop;
  shop.registered(kAda);
  const std::string cookie = cookie_of(logged_in(shop));
  shop.shop.wait(std::chrono::minutes{11});
  const Reply renewed = shop.send("POST", "/v1/auth/refresh", {}, {{"cookie", cookie}});

  EXPECT_EQ(shop.send("DELETE", "/v1/me", {}, {{"authorization", "Bearer " + renewed.at("/access_token")}}).code(),
            "reauthentication_required");
}

TEST(Accounts, PublishWhatAVerifierNeeds) {
  const ServedShop shop;

  const Reply discovery = shop.get("/.well-known/openid-configuration");
  EXPECT_EQ(discovery.at("/issuer"), "https://shop.example");
  EXPECT_EQ(discovery.at("/jwks_uri"), "https://shop.example/.well-known/jwks.json");
  const Reply keys = shop.get("/.well-known/jwks.json");
  EXPECT_EQ(keys.at("/keys"), "[2]");
  EXPECT_EQ(keys.at("/keys/0/alg"), "ES256");
  EXPECT_EQ(keys.at("/keys/0/d"), "(none)");
}

TEST(Accounts, ShowTheMailsOfAShopInDevelopmentToItsOwner) {
  ServedShop shop;
  shop.send("POST", "/v1/auth/register", credentials(kAda, kPassword));
  shop.mails();

  const Reply list = shop.as_owner("GET", "/v1/admin/mailbox?to=ada@example.com");
  EXPECT_EQ(list.at("/items"), "[1]");
  EXPECT_EQ(list.at("/items/0/to"), kAda);
  EXPECT_EQ(shop.as_owner("GET", "/v1/admin/mailbox?to=eve@example.com").at("/items"), "[0]");
  EXPECT_EQ(shop.get("/v1/admin/mailbox").code(), "unauthorized");
}

}  // namespace
}  // namespace souk::http
