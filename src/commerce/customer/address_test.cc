#include "commerce/customer/address.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "commerce/customer/country.h"

namespace souk {
namespace {

Address an_address() {
  Address address;
  address.name = "Ada Lovelace";
  address.line1 = "12 St James's Square";
  address.city = "London";
  address.postal_code = "SW1Y 4JH";
  address.country = "GB";
  return address;
}

template <class Change>
Error refusal_of(Change change) {
  Address address = an_address();
  change(address);
  const auto result = validated(std::move(address));
  return result ? Error{ErrorCode::internal, "accepted"} : result.error();
}

TEST(Address, IsTrimmed) {
  Address address = an_address();
  address.city = "  London\t";
  address.phone = " ";

  EXPECT_EQ(validated(address), an_address());
}

TEST(Address, NeedsWhatACarrierNeeds) {
  EXPECT_EQ(refusal_of([](Address& a) { a.name = " "; }).pointer, "/name");
  EXPECT_EQ(refusal_of([](Address& a) { a.line1 = ""; }).pointer, "/line1");
  EXPECT_EQ(refusal_of([](Address& a) { a.city = ""; }).pointer, "/city");
  EXPECT_EQ(refusal_of([](Address& a) { a.country = ""; }).pointer, "/country");
  EXPECT_EQ(refusal_of([](Address& a) { a.country = "gb"; }).pointer, "/country");
  EXPECT_EQ(refusal_of([](Address& a) { a.postal_code = ""; }).detail, "accepted");
}

TEST(Address, RefusesControlCharactersAndLongFields) {
  EXPECT_EQ(refusal_of([](Address& a) { a.name = "Ada\r\nBcc: x@example.com"; }).code, ErrorCode::invalid_characters);
  EXPECT_EQ(refusal_of([](Address& a) { a.region = std::string("a\0b", 3); }).code, ErrorCode::invalid_characters);
  EXPECT_EQ(refusal_of([](Address& a) { a.line2 = std::string(201, 'a'); }).pointer, "/line2");
  EXPECT_EQ(refusal_of([](Address& a) { a.company = "\xC3"; }).code, ErrorCode::validation_failed);
}

TEST(Country, IsOneOfIso3166) {
  for (const auto code : {"AD", "DE", "US", "GB", "ZW", "XK", "SS"}) EXPECT_TRUE(is_country(code)) << code;
  for (const auto code : {"", "D", "DE ", "de", "UK", "EU", "XX", "AN", "D A"}) EXPECT_FALSE(is_country(code)) << code;
}

TEST(Email, LowersTheDomainAlone) {
  EXPECT_EQ(validated_email("  Ada.Lovelace+tea@Example.COM "), "Ada.Lovelace+tea@example.com");
}

TEST(Email, RefusesWhatCannotBeDelivered) {
  for (const std::string_view text :
       {"", " ", "ada", "@example.com", "ada@", "ada@localhost", "ada@example..com", "ada@.example.com", "ada@-a.com",
        ".ada@example.com", "ada.@example.com", "a..b@example.com", "a@b@example.com", "ada@example.com."})
    EXPECT_EQ(validated_email(text).error().code, ErrorCode::validation_failed) << text;
  EXPECT_FALSE(validated_email(std::string(65, 'a') + "@example.com").has_value());
  EXPECT_FALSE(validated_email("a@" + std::string(64, 'b') + ".com").has_value());
  EXPECT_FALSE(validated_email("a@" + std::string(250, 'b')).has_value());
}

TEST(Email, RefusesWhatCouldBecomeAHeader) {
  for (const std::string_view text :
       {"a@example.com\r\nBcc: b@example.com", "a,b@example.com", "a b@example.com", "<a@example.com>", "\"a\"@example.com",
        "=?utf-8?q?a?=@example.com", "ä@example.com", "a@exämple.com"})
    EXPECT_EQ(validated_email(text).error().code, ErrorCode::invalid_characters) << text;
}

RC_GTEST_PROP(Email, AnAcceptedAddressIsAcceptedUnchanged, (const std::string& text)) {
  const auto once = validated_email("a" + text + "@Example.org");

  if (once) RC_ASSERT(validated_email(*once).value() == *once);
}

}  // namespace
}  // namespace souk
