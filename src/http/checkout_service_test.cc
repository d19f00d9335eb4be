#include <gtest/gtest.h>

#include "support/builders.h"
#include "support/served_shop.h"

namespace souk::http {
namespace {

using support::Reply;
using support::ServedShop;

constexpr std::string_view kKey = "0123456789abcdef-checkout";
constexpr std::string_view kTestPayment = R"({"payment":{"provider":"test"}})";

Reply checkout(const ServedShop& shop, const std::string& cart, std::string_view key = kKey,
               std::string_view body = kTestPayment) {
  return shop.send("POST", "/v1/carts/" + cart + "/checkout", body, {{"idempotency-key", key}});
}

TEST(CartService, FillsACartAndShowsItsTotals) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug", 1250);

  const Reply created = shop.send("POST", "/v1/carts", "{}");
  ASSERT_EQ(created.status(), 201);
  const std::string cart = created.at("/id");
  EXPECT_EQ(created.header("Location"), "/v1/carts/" + cart);
  EXPECT_EQ(created.header("Cache-Control"), "private, no-store");

  const Reply added =
      shop.send("POST", "/v1/carts/" + cart + "/lines", R"({"variant_id":")" + mug.text() + R"(","quantity":2})");
  EXPECT_EQ(added.status(), 201);
  EXPECT_EQ(added.at("/totals/goods/amount"), "2500");
  EXPECT_EQ(added.at("/totals/total/amount"), "2990");
  EXPECT_EQ(added.at("/lines/0/title"), "Mug");

  const std::string line = "/v1/carts/" + cart + "/lines/" + added.at("/lines/0/id");
  EXPECT_EQ(shop.send("PATCH", line, R"({"quantity":3})").at("/totals/goods/amount"), "3750");
  EXPECT_EQ(shop.get("/v1/carts/" + cart).at("/lines/0/quantity"), "3");
  EXPECT_EQ(shop.get("/v1/carts/" + cart + "/shipping-options").at("/items/0/code"), "standard");
  EXPECT_EQ(shop.send("PUT", "/v1/carts/" + cart + "/shipping-option", R"({"code":"standard"})").at("/shipping_option"),
            "standard");
  EXPECT_EQ(shop.send("DELETE", line).at("/lines"), "[0]");
}

TEST(CartService, ShowsALineWhoseGoodsAreGone) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  const std::string cart = shop.cart_with(mug);
  shop.shop.change("Mug", [](Product& product) { product.status = ProductStatus::archived; });

  const Reply shown = shop.get("/v1/carts/" + cart);

  EXPECT_EQ(shown.at("/lines/0/available"), "false");
  EXPECT_EQ(shown.at("/lines/0/unit_price"), "null");
  EXPECT_EQ(shown.at("/totals/total/amount"), "0");
}

TEST(CartService, AnswersAForeignCartAsOneThatIsNot) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  const std::string cart = shop.cart_with(mug);
  std::string other = cart;
  other.back() = other.back() == '0' ? '1' : '0';

  for (const std::string& id : {other, std::string("cart_1"), cart.substr(5), "ord_" + cart.substr(5), cart + "0"}) {
    const Reply reply = shop.get("/v1/carts/" + id);
    EXPECT_EQ(reply.status(), 404) << id;
    EXPECT_EQ(reply.code(), "not_found");
  }
}

TEST(CartService, RefusesEveryQuantityThatIsNone) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  const std::string lines = "/v1/carts/" + shop.send("POST", "/v1/carts").at("/id") + "/lines";

  for (const auto& [quantity, code] : {std::pair<std::string, std::string>{"0", "invalid_quantity"},
                                       {"-1", "invalid_quantity"},
                                       {"10000", "invalid_quantity"},
                                       {"1.0", "validation_failed"},
                                       {"1e2", "validation_failed"},
                                       {"\"1\"", "validation_failed"},
                                       {"true", "validation_failed"},
                                       {"9007199254740993", "validation_failed"},
                                       {"9223372036854775808", "validation_failed"},
                                       {"-0", "validation_failed"}}) {
    const Reply reply = shop.send("POST", lines, R"({"variant_id":")" + mug.text() + R"(","quantity":)" + quantity + "}");
    EXPECT_EQ(reply.status(), 422) << quantity;
    EXPECT_EQ(reply.code(), code) << quantity;
  }
}

TEST(CartService, RepeatsAChangeOnlyOnce) {
  ServedShop shop;
  const VariantId mug = shop.shop.with("Mug");
  const std::string lines = "/v1/carts/" + shop.send("POST", "/v1/carts").at("/id") + "/lines";
  const std::string body = R"({"variant_id":")" + mug.text() + R"(","quantity":1})";

  const Reply first = shop.send("POST", lines, body, {{"idempotency-key", kKey}});
  const Reply again =
      shop.send("POST", lines, " { \"quantity\" : 1, \"variant_id\":\"" + mug.text() + "\"}", {{"idempotency-key", kKey}});

  EXPECT_EQ(first.status(), 201);
  EXPECT_FALSE(first.has_header("Idempotent-Replayed"));
  EXPECT_EQ(again.status(), 201);
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(again.body(), first.body());
  EXPECT_EQ(again.at("/lines/0/quantity"), "1");
  const Reply other =
      shop.send("POST", lines, R"({"variant_id":")" + mug.text() + R"(","quantity":2})", {{"idempotency-key", kKey}});
  EXPECT_EQ(other.status(), 422);
  EXPECT_EQ(other.code(), "idempotency_key_reused");
}

TEST(CheckoutService, PlacesAnOrderAndRepeatsItsAnswerByteForByte) {
  ServedShop shop;
  const std::string cart = shop.cart_with(shop.shop.with_stock("Mug", 2));

  const Reply placed = checkout(shop, cart);
  const Reply again = checkout(shop, cart);

  ASSERT_EQ(placed.status(), 201) << placed.body();
  EXPECT_EQ(placed.at("/state"), "confirmed");
  EXPECT_EQ(placed.header("Location"), "/v1/orders/" + placed.at("/id"));
  EXPECT_FALSE(placed.has_header("Idempotent-Replayed"));
  EXPECT_EQ(again.body(), placed.body());
  EXPECT_EQ(again.header("Location"), placed.header("Location"));
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(shop.shop.free_stock("Mug"), 1);
  EXPECT_EQ(checkout(shop, cart, "another-key-0123456").code(), "cart_already_ordered");
}

TEST(CheckoutService, OpensAnOrderToItsTokenAndToNoOther) {
  ServedShop shop;
  shop.shop.with("Mug");
  const VariantId mug = shop.shop.product("Mug").variants.front().id;
  const Reply one = checkout(shop, shop.cart_with(mug));
  const Reply other = checkout(shop, shop.cart_with(mug));
  const std::string target = "/v1/orders/" + one.at("/id");

  const Reply shown = shop.get(target, {{"order-token", one.at("/order_token")}});
  EXPECT_EQ(shown.status(), 200);
  EXPECT_EQ(shown.at("/number"), one.at("/number"));
  EXPECT_EQ(shown.at("/order_token"), "(none)");
  EXPECT_EQ(shown.at("/payments/0/provider"), "test");
  EXPECT_EQ(shown.body().find("tok_"), std::string::npos);

  for (const std::string& token :
       {std::string{}, other.at("/order_token"), one.at("/order_token").substr(1), std::string("{{order_token}}")})
    EXPECT_EQ(shop.get(target, {{"order-token", token}}).code(), "not_found") << token;
  EXPECT_EQ(shop.get("/v1/orders/" + one.at("/number"), {{"order-token", one.at("/order_token")}}).status(), 404);
}

TEST(CheckoutService, PutsTheTokenNowhereButInItsPlace) {
  ServedShop shop;
  const std::string cart = shop.cart_with(shop.shop.with("Mug"));
  shop.send(
      "PUT", "/v1/carts/" + cart + "/customer",
      R"({"email":"ada@example.com","shipping_address":{"name":"{{order_token}}","line1":"1","city":"Bremen","country":"DE"}})");

  const Reply placed = checkout(shop, cart);

  EXPECT_EQ(placed.at("/addresses/shipping/name"), "{{order_token}}");
  EXPECT_EQ(placed.at("/order_token").size(), 64U);
}

TEST(CheckoutService, DemandsAKeyThatNobodyHitsUpon) {
  ServedShop shop;
  const std::string cart = shop.cart_with(shop.shop.with("Mug"));

  for (const std::string& key : {std::string{}, std::string("short"), std::string(15, 'k'), std::string(256, 'k'),
                                 std::string("key with spaces in it"), std::string("schlüssel-schlüssel")}) {
    const Reply reply = checkout(shop, cart, key);
    EXPECT_EQ(reply.status(), 400) << key;
    EXPECT_EQ(reply.code(), "idempotency_key_required") << key;
  }
  EXPECT_EQ(checkout(shop, cart, std::string(16, 'k')).status(), 201);
}

TEST(CheckoutService, StoresADeclineAndTakesAnotherTryUnderAnotherKey) {
  ServedShop shop;
  const std::string cart = shop.cart_with(shop.shop.with_stock("Mug", 1));
  const std::string declined = R"({"payment":{"provider":"test","token":"tok_declined"}})";

  const Reply first = checkout(shop, cart, kKey, declined);
  const Reply again = checkout(shop, cart, kKey, declined);
  const Reply paid = checkout(shop, cart, "another-key-0123456");

  EXPECT_EQ(first.status(), 402);
  EXPECT_EQ(first.code(), "payment_declined");
  EXPECT_EQ(first.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(again.body(), first.body());
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(again.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(paid.status(), 201) << paid.body();
}

TEST(CheckoutService, TellsThePresentStateWhileNothingIsDecided) {
  ServedShop shop;
  const std::string cart = shop.cart_with(shop.shop.with_stock("Mug", 1));
  const std::string body = R"({"payment":{"provider":"test","token":"tok_requires_action"}})";

  const Reply first = checkout(shop, cart, kKey, body);
  const Reply again = checkout(shop, cart, kKey, body);

  EXPECT_EQ(first.status(), 202) << first.body();
  EXPECT_EQ(first.at("/state"), "pending");
  EXPECT_EQ(first.at("/next_action/type"), "redirect");
  EXPECT_EQ(first.header("Location"), "/v1/orders/" + first.at("/id"));
  EXPECT_EQ(first.header("Retry-After"), "1");
  EXPECT_EQ(again.status(), 202);
  EXPECT_EQ(again.at("/id"), first.at("/id"));
  EXPECT_EQ(shop.get("/v1/orders/" + first.at("/id"), {{"order-token", first.at("/order_token")}}).status(), 200);
}

TEST(CheckoutService, RefusesWhatOnlyTheShopMaySay) {
  ServedShop shop;
  const std::string cart = shop.cart_with(shop.shop.with("Mug"));

  for (const std::string field : {"total", "price", "tax", "shipping", "discount", "status", "customer_id", "order_token"}) {
    const Reply reply = checkout(shop, cart, kKey, R"({"payment":{"provider":"test"},")" + field + R"(":0})");
    EXPECT_EQ(reply.status(), 422) << field;
    EXPECT_EQ(reply.code(), "unknown_field") << field;
    EXPECT_EQ(reply.at("/pointer"), "/" + field);
  }
  EXPECT_EQ(
      checkout(shop, cart, kKey, R"({"payment":{"provider":"test"},"expected_total":{"amount":1,"currency":"EUR"}})").code(),
      "price_changed");
  EXPECT_EQ(checkout(shop, cart, kKey, R"({"payment":{"provider":"barter"}})").code(), "payment_provider_unknown");
}

TEST(CheckoutService, DoesNotStoreWhatMayBeAnotherAnswerLater) {
  ServedShop shop;
  const std::string cart = shop.send("POST", "/v1/carts").at("/id");
  EXPECT_EQ(checkout(shop, cart).code(), "cart_empty");

  shop.send("POST", "/v1/carts/" + cart + "/lines", R"({"variant_id":")" + shop.shop.with("Mug").text() + R"(","quantity":1})");
  EXPECT_EQ(checkout(shop, cart).code(), "customer_required");
  shop.send("PUT", "/v1/carts/" + cart + "/customer", R"({"email":"ada@example.com"})");

  EXPECT_EQ(checkout(shop, cart).code(), "shipping_required");
}

TEST(CheckoutService, RunsWhereCheckoutsRun) {
  ServedShop shop;
  EXPECT_EQ(shop.service->admit("POST", "/v1/carts/cart_1/checkout").lane, Lane::payments);
  EXPECT_EQ(shop.service->admit("POST", "/v1/carts").lane, Lane::commits);
  EXPECT_EQ(shop.service->admit("GET", "/v1/carts/cart_1").lane, Lane::commits);
  EXPECT_EQ(shop.service->admit("GET", "/v1/orders/ord_1").lane, Lane::inline_io);
}

/// Keys whose answers are forgotten.
class OldKeysTest : public testing::Test {
 protected:
  Reply pay(const std::string& token, std::string_view key) const {
    return checkout(shop, cart, key, R"({"payment":{"provider":"test","token":")" + token + R"("}})");
  }
  void forget() {
    shop.shop.wait(std::chrono::hours{73});
    ASSERT_GT(shop.shop.answers->forget(shop.shop.clock.now() - std::chrono::hours{72}, 10).value(), 0);
  }

  ServedShop shop;
  const std::string cart = shop.cart_with(shop.shop.with_stock("Mug", 9));
};

TEST_F(OldKeysTest, TellOfTheOrderThatTheyMade) {
  const Reply placed = pay("tok_ok", kKey);
  ASSERT_EQ(placed.status(), 201);
  forget();

  const Reply again = pay("tok_ok", kKey);

  EXPECT_EQ(again.status(), 201);
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(again.header("Location"), placed.header("Location"));
  EXPECT_EQ(again.at("/id"), placed.at("/id"));
  EXPECT_EQ(again.at("/order_token"), placed.at("/order_token"));
  EXPECT_EQ(shop.shop.stock("Mug").on_hand, 8);
}

TEST_F(OldKeysTest, TellOfTheRefusalThatTheyMetAlsoWhenAnotherKeyBought) {
  constexpr std::string_view second = "0123456789abcdef-second";
  ASSERT_EQ(pay("tok_declined", kKey).code(), "payment_declined");
  ASSERT_EQ(pay("tok_ok", second).status(), 201);
  forget();

  EXPECT_EQ(pay("tok_declined", kKey).code(), "payment_declined");
  EXPECT_EQ(pay("tok_ok", second).status(), 201);
  EXPECT_EQ(shop.shop.only_order().attempts.size(), 2u);
}

TEST_F(OldKeysTest, TellOfAnOrderThatExpiredAndMakeNoOther) {
  ASSERT_EQ(pay("tok_requires_action", kKey).status(), 202);
  shop.shop.wait(std::chrono::minutes{31});
  usecases::ExpireHolds expire{shop.ledger, shop.shop.payment_providers, shop.shop.clock};
  ASSERT_EQ(expire()->settled, 1);
  const std::string told = pay("tok_requires_action", kKey).body();
  forget();

  const Reply again = pay("tok_requires_action", kKey);

  EXPECT_EQ(again.code(), "payment_failed");
  EXPECT_EQ(again.body(), told);
  EXPECT_EQ(shop.shop.only_order().state, OrderState::expired);
  EXPECT_EQ(shop.shop.free_stock("Mug"), 9);
}

TEST_F(OldKeysTest, TellOfAnOrderThatWasGivenBackSince) {
  ASSERT_EQ(pay("tok_ok", kKey).status(), 201);
  const Order order = shop.shop.only_order();
  PaymentFact back{.kind = FactKind::voided, .attempt = order.current_attempt().id, .order = order.id, .amount = order.total()};
  ASSERT_TRUE(shop.ledger.apply(order.id, back));
  forget();

  const Reply again = pay("tok_ok", kKey);

  EXPECT_EQ(again.status(), 201);
  EXPECT_EQ(again.at("/state"), "needs_review");
}

}  // namespace
}  // namespace souk::http
