#include "http/json_fields.h"

#include <gtest/gtest.h>

namespace souk::http {
namespace {

std::string refusal_of(std::string_view body) {
  const auto document = JsonDocument::parse(body);
  const auto fields = Fields::of(document->root(), {"quantity", "price", "name"});
  if (!fields) return std::string(name_of(fields.error().code)) + " at " + fields.error().pointer;
  const auto quantity = fields->integer("quantity");
  if (!quantity) return std::string(name_of(quantity.error().code)) + " at " + quantity.error().pointer;
  const auto price = fields->optional("price", &as_money);
  if (!price) return std::string(name_of(price.error().code)) + " at " + price.error().pointer;
  return "read";
}

TEST(JsonFields, CoercesNothingIntoAnInteger) {
  for (const std::string number :
       {"1.0", "1e2", "\"1\"", "true", "null", "-0", "9007199254740993", "9223372036854775808", "[]", "{}"})
    EXPECT_EQ(refusal_of("{\"quantity\":" + number + "}"), "validation_failed at /quantity") << number;
  EXPECT_EQ(refusal_of(R"({"quantity":-1})"), "read");
}

TEST(JsonFields, RefusesWhatItDoesNotKnow) {
  for (const std::string name : {"__proto__", "role", "is_admin", "total", "Quantity", "quantity "})
    EXPECT_EQ(refusal_of("{\"quantity\":1,\"" + name + "\":1}"), "unknown_field at /" + name);
}

TEST(JsonFields, SaysWhatIsMissingAndWhere) {
  EXPECT_EQ(refusal_of("{}"), "validation_failed at /quantity");
  EXPECT_EQ(refusal_of("[]"), "validation_failed at ");
  EXPECT_EQ(refusal_of(R"({"quantity":1,"price":{"amount":1}})"), "validation_failed at /price/currency");
  EXPECT_EQ(refusal_of(R"({"quantity":1,"price":{"amount":19.99,"currency":"EUR"}})"), "validation_failed at /price/amount");
  EXPECT_EQ(refusal_of(R"({"quantity":1,"price":{"amount":1,"currency":"eur"}})"), "validation_failed at /price/currency");
  EXPECT_EQ(refusal_of(R"({"quantity":1,"price":{"amount":1,"currency":"EUR","exponent":2}})"),
            "unknown_field at /price/exponent");
  EXPECT_EQ(refusal_of(R"({"quantity":1,"price":null})"), "validation_failed at /price");
}

}  // namespace
}  // namespace souk::http
