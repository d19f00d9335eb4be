#include "records/records.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk::records {
namespace {

// Generators: any value that the domain could hand over, so with non-negative amounts in one currency and text in UTF-8.

std::string any_text() {
  return *rc::gen::element<std::string>("", "plain", "Kyūsu — 急須 🫖", "\"quoted\" \\ and /",
                                        "tab\t line\n\r bell\a null" + std::string(1, '\0'), "</script>");
}

template <class AnyId>
AnyId any_id() {
  AnyId id;
  for (std::uint8_t& byte : id.bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
  return id;
}

std::int64_t any_natural(std::int64_t first = 0) {
  return *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(first, 5), rc::gen::just(kMaxMinor));
}
Money any_money(Currency currency) { return {any_natural(), currency}; }
Currency any_currency() { return Currency::all()[*rc::gen::inRange<std::size_t>(0, Currency::all().size())]; }
Instant any_instant() {
  return Instant{std::chrono::milliseconds{*rc::gen::element<std::int64_t>(0, 1, 1'795'371'435'042, 253'402'300'799'999)}};
}
bool any_bool() { return *rc::gen::arbitrary<bool>(); }

template <class Enum>
Enum any_of() {
  return static_cast<Enum>(*rc::gen::inRange<std::size_t>(0, kNames<Enum>.size()));
}

template <class Make>
auto any_list(Make make) {
  std::vector<decltype(make())> list;
  const auto count = *rc::gen::inRange<std::size_t>(0, 4);
  list.reserve(count);
  for (std::size_t i = 0; i < count; ++i) list.push_back(make());
  return list;
}

template <class Make>
auto maybe(Make make) {
  return any_bool() ? std::optional(make()) : std::nullopt;
}

Address any_address() {
  return {any_text(), any_text(), any_text(), any_text(), any_text(), any_text(), any_text(), any_text(), any_text()};
}

Image any_image() { return {any_text(), any_text(), any_text()}; }

CustomFields any_custom_fields() {
  return any_list([] { return std::pair{any_text(), any_text()}; });
}

Product any_product() {
  Product product;
  product.id = any_id<ProductId>();
  product.slug = any_text();
  product.title = any_text();
  product.description_html = any_text();
  product.status = any_of<ProductStatus>();
  product.vendor = any_text();
  product.type = any_text();
  product.tags = any_list(any_text);
  product.options = any_list([] { return Option{any_text(), any_list(any_text)}; });
  product.images = any_list(any_image);
  product.categories = any_list(any_id<CategoryId>);
  product.seo = {any_text(), any_text()};
  product.publish_at = maybe(any_instant);
  product.custom_fields = any_custom_fields();
  product.version = any_natural();
  product.created_at = any_instant();
  product.updated_at = any_instant();
  return product;
}

Variant any_variant() {
  const Currency currency = any_currency();
  Variant variant;
  variant.id = any_id<VariantId>();
  variant.stock_item = any_id<StockItemId>();
  variant.sku = any_text();
  variant.barcode = any_text();
  variant.option_values = any_list(any_text);
  variant.price = any_money(currency);
  variant.compare_at_price = maybe([currency] { return any_money(currency); });
  variant.grams = any_natural();
  variant.requires_shipping = any_bool();
  variant.taxable = any_bool();
  variant.minimum_quantity = any_natural();
  variant.maximum_quantity = any_natural();
  variant.image = maybe(any_image);
  variant.custom_fields = any_custom_fields();
  return variant;
}

Category any_category() {
  return {any_id<CategoryId>(), any_text(), any_text(), any_text(), maybe(any_id<CategoryId>), any_natural(), any_natural()};
}

Cart any_cart() {
  Cart cart;
  cart.id = any_id<CartId>();
  cart.version = any_natural();
  cart.currency = any_currency();
  cart.lines = any_list([] { return CartLine{any_id<LineId>(), any_id<VariantId>(), any_natural(1)}; });
  cart.email = any_text();
  cart.shipping_address = maybe(any_address);
  cart.billing_address = maybe(any_address);
  cart.shipping_option = any_text();
  cart.shown_total = maybe([&cart] { return any_money(cart.currency); });
  cart.order = maybe(any_id<OrderId>);
  cart.created_at = any_instant();
  cart.expires_at = any_instant();
  return cart;
}

PricedLine any_line(Currency currency) {
  PricedLine line;
  line.id = any_id<LineId>();
  line.variant = any_id<VariantId>();
  line.product = any_id<ProductId>();
  line.product_slug = any_text();
  line.title = any_text();
  line.variant_title = any_text();
  line.sku = any_text();
  line.image = any_text();
  line.quantity = any_natural(1);
  line.unit_price = any_money(currency);
  line.total = any_money(currency);
  line.taxable = any_bool();
  line.requires_shipping = any_bool();
  line.stock_item = any_id<StockItemId>();
  return line;
}

Quote any_quote() {
  Quote quote;
  const Currency currency = any_currency();
  const auto money = [currency] { return any_money(currency); };
  quote.currency = currency;
  quote.lines = any_list([currency] { return any_line(currency); });
  quote.adjustments = any_list([&] {
    return Adjustment{any_of<AdjustmentKind>(), any_text(), any_text(), money(), any_bool(), any_list(money), money()};
  });
  quote.totals = {money(), money(), money(), money(), money(), money()};
  return quote;
}

PaymentAttempt any_attempt(Currency currency) {
  PaymentAttempt attempt;
  attempt.id = any_id<AttemptId>();
  attempt.number = any_natural(1);
  attempt.provider = any_text();
  attempt.token = any_text();
  attempt.return_url = any_text();
  attempt.amount = any_money(currency);
  attempt.state = any_of<AttemptState>();
  attempt.taken = maybe([&] { return any_money(*rc::gen::elementOf(std::vector{currency, any_currency()})); });
  attempt.provider_reference = any_text();
  attempt.refusal = any_text();
  attempt.action_url = any_text();
  attempt.void_due = any_bool();
  attempt.refund_due = any_bool();
  attempt.created_at = any_instant();
  return attempt;
}

Order any_order() {
  Order order;
  order.id = any_id<OrderId>();
  order.number = any_text();
  order.cart = any_id<CartId>();
  order.version = any_natural();
  order.state = any_of<OrderState>();
  order.payment_state = any_of<PaymentState>();
  order.fulfillment_state = any_of<FulfillmentState>();
  order.email = any_text();
  order.shipping_address = any_address();
  order.billing_address = maybe(any_address);
  order.terms_version = any_text();
  order.quote = any_quote();
  order.reservations = any_list([] { return Reservation{any_id<StockItemId>(), any_natural(), any_of<HoldState>()}; });
  order.attempts = any_list([&order] { return any_attempt(order.quote.currency); });
  order.history = any_list([] {
    return HistoryEntry{any_natural(), any_of<OrderState>(), any_of<PaymentState>(), any_of<FulfillmentState>(),
                        any_text(),    any_instant()};
  });
  order.refusal = maybe([] { return static_cast<ErrorCode>(*rc::gen::inRange(0, static_cast<int>(kLastErrorCode) + 1)); });
  order.refusal_detail = any_text();
  order.client = any_text();
  order.hold_expires_at = any_instant();
  order.created_at = any_instant();
  order.updated_at = any_instant();
  return order;
}

ShopSettings any_settings() {
  ShopSettings settings;
  settings.name = any_text();
  settings.currency = any_currency();
  settings.ship_to_countries = any_list(any_text);
  settings.time_zone = any_text();
  settings.seller = any_address();
  settings.sender_email = any_text();
  settings.prices_include_tax = any_bool();
  settings.tax_rate_basis_points = any_natural();
  settings.flat_shipping_minor = any_natural();
  settings.manual_payment = {any_bool(), any_text(), any_text()};
  settings.hold_limits = {any_natural(), any_natural()};
  settings.order_number_prefix = any_text();
  settings.terms_version = any_text();
  settings.terms_url = any_text();
  settings.version = any_natural();
  return settings;
}

template <class T>
bool is_corrupt(const Result<T>& result) {
  return !result && result.error().code == ErrorCode::corrupt;
}

RC_GTEST_PROP(Records, AProductReadsBack, ()) {
  const Product product = any_product();
  RC_ASSERT(read_product(write(product)).value() == product);
}

RC_GTEST_PROP(Records, AProductIsWrittenWithoutItsVariants, ()) {
  Product product = any_product();
  const std::string without = write(product);
  product.variants.push_back(any_variant());
  RC_ASSERT(write(product) == without);
}

RC_GTEST_PROP(Records, AVariantReadsBack, ()) {
  const Variant variant = any_variant();
  RC_ASSERT(read_variant(write(variant)).value() == variant);
}

RC_GTEST_PROP(Records, ACategoryReadsBack, ()) {
  const Category category = any_category();
  RC_ASSERT(read_category(write(category)).value() == category);
}

RC_GTEST_PROP(Records, ACartReadsBack, ()) {
  const Cart cart = any_cart();
  RC_ASSERT(read_cart(write(cart)).value() == cart);
}

RC_GTEST_PROP(Records, AnOrderReadsBack, ()) {
  const Order order = any_order();
  RC_ASSERT(read_order(write(order)).value() == order);
}

RC_GTEST_PROP(Records, AnAgreementReadsBackAsThatPartOfItsOrder, ()) {
  const Order order = any_order();

  const Order agreed = read_order(write_agreement(order)).value();

  RC_ASSERT(agreed.email == order.email);
  RC_ASSERT(agreed.shipping_address == order.shipping_address);
  RC_ASSERT(agreed.billing_address == order.billing_address);
  RC_ASSERT(agreed.terms_version == order.terms_version);
  RC_ASSERT(agreed.quote == order.quote);
  RC_ASSERT(agreed.attempts.empty());
  RC_ASSERT(agreed.history.empty());
}

RC_GTEST_PROP(Records, SettingsReadBack, ()) {
  const ShopSettings settings = any_settings();
  RC_ASSERT(read_settings(write(settings)).value() == settings);
}

TEST(Records, AnEmptyRecordReadsAsTheDefaults) {
  EXPECT_EQ(read_product("{}"), Product{});
  EXPECT_EQ(read_variant("{}"), Variant{});
  EXPECT_EQ(read_category("{}"), Category{});
  EXPECT_EQ(read_cart("{}"), Cart{});
  EXPECT_EQ(read_order("{}"), Order{});
  EXPECT_EQ(read_settings("{}"), ShopSettings{});
}

TEST(Records, DefaultsTakeNoRoom) {
  EXPECT_EQ(write(Product{}), "{}");
  EXPECT_EQ(write(Cart{}), "{}");
}

TEST(Records, ASettingAtItsDefaultIsKeptWhenTheDefaultMoves) {
  const std::string record = write(ShopSettings{});

  for (const auto member : {"name", "time_zone", "tax_rate_basis_points", "flat_shipping_minor", "terms_version"})
    EXPECT_NE(record.find(member), std::string::npos) << member;
}

TEST(Records, MembersOfANewerShopAreIgnored) { EXPECT_EQ(read_cart(R"({"gift_wrap":{"paper":"red"}})"), Cart{}); }

TEST(Records, WhatIsNoRecordIsCorrupt) {
  for (const std::string_view text : {"", "null", "[]", "{", "{}x", "{\"id\":}", "\xFF", "{\"email\":\"\xFF\"}"})
    EXPECT_TRUE(is_corrupt(read_cart(text))) << text;
}

TEST(Records, AMemberOfAnotherKindIsCorrupt) {
  EXPECT_TRUE(is_corrupt(read_cart(R"({"id":"ord_000000000000000000000000000000000000"})")));
  EXPECT_TRUE(is_corrupt(read_cart(R"({"id":7})")));
  EXPECT_TRUE(is_corrupt(read_cart(R"({"currency":"BGN"})")));
  EXPECT_TRUE(is_corrupt(read_cart(R"({"lines":{}})")));
  EXPECT_TRUE(is_corrupt(read_cart(R"({"lines":[1]})")));
  EXPECT_TRUE(is_corrupt(read_cart(R"({"shipping_address":"here"})")));
  EXPECT_TRUE(is_corrupt(read_cart(R"({"shipping_address":{"city":1}})")));
  EXPECT_TRUE(is_corrupt(read_order(R"({"state":"lost"})")));
  EXPECT_TRUE(is_corrupt(read_order(R"({"refusal":"no_such_code"})")));
  EXPECT_TRUE(is_corrupt(read_order(R"({"attempts":[{"void_due":1}]})")));
  EXPECT_TRUE(is_corrupt(read_product(R"({"custom_fields":[["a"]]})")));
  EXPECT_TRUE(is_corrupt(read_product(R"({"tags":[1]})")));
  EXPECT_TRUE(is_corrupt(read_product(R"({"categories":["x"]})")));
}

TEST(Records, ANumberOutOfItsRangeIsCorrupt) {
  for (const std::string number : {"-1", "1.5", "1e3", "9007199254740992", "9223372036854775808", "\"1\"", "true", "null"}) {
    EXPECT_TRUE(is_corrupt(read_cart(R"({"version":)" + number + "}"))) << number;
    EXPECT_TRUE(is_corrupt(read_cart(R"({"currency":"EUR","shown_total":)" + number + "}"))) << number;
    EXPECT_TRUE(is_corrupt(read_order(R"({"adjustments":[{"per_line":[)" + number + "]}]}"))) << number;
  }
  EXPECT_TRUE(is_corrupt(read_cart(R"({"created_at":253402300800000})"))) << "the year 10000";
}

RC_GTEST_PROP(Records, AnyDamageIsCorruptOrAnotherRecord, ()) {
  std::string text = write(any_order());
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = *rc::gen::arbitrary<char>();
  if (any_bool()) text.resize(at);

  const auto read = read_order(text);

  RC_ASSERT(read.has_value() || is_corrupt(read));
}

TEST(Records, AnOrderIsSmall) {
  Order order;
  order.quote.currency = Currency::parse("EUR").value();
  order.quote.totals.total = {4990, order.quote.currency};

  EXPECT_EQ(write(order), R"({"shipping_address":{},"currency":"EUR","total":4990})");
}

TEST(OrderEvent, TellsNothingPersonal) {
  Order order;
  order.number = "S10001";
  order.version = 2;
  order.state = OrderState::confirmed;
  order.payment_state = PaymentState::authorized;
  order.email = "ada@example.com";
  order.shipping_address.name = "Ada Lovelace";
  const Currency eur = Currency::parse("EUR").value();
  order.quote.currency = eur;
  order.quote.totals = {{4500, eur}, {0, eur}, {490, eur}, {0, eur}, {797, eur}, {4990, eur}};
  order.refusal = ErrorCode::payment_declined;
  order.id.bytes.back() = 1;

  EXPECT_EQ(
      order_event_data(order),
      R"({"id":")" + order.id.text() +
          R"(","number":"S10001","version":2,"state":"confirmed","payment_state":"authorized","fulfillment_state":"unfulfilled",)"
          R"("currency":"EUR","totals":{"goods":4500,"discount":0,"shipping":490,"tax":0,"included_tax":797,"total":4990},)"
          R"("refusal":"payment_declined"})");
}

}  // namespace
}  // namespace souk::records
