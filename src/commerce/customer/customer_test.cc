#include "commerce/customer/customer.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

template <class Typed>
Typed id(std::uint8_t number) {
  Typed made;
  made.bytes.back() = number;
  return made;
}

Address an_address(const std::string& city = "Bremen") {
  Address address;
  address.name = "Ada Lovelace";
  address.line1 = "1 Quay";
  address.city = city;
  address.country = "DE";
  return address;
}

Customer named(const std::string& name) {
  Customer customer;
  customer.name = name;
  return customer;
}

TEST(Customer, HasItsFirstAddressAsDefault) {
  Customer ada = with_address({}, id<AddressId>(1), an_address(), {}).value();
  ada = with_address(std::move(ada), id<AddressId>(2), an_address("London"), {.billing = true}).value();

  EXPECT_EQ(ada.default_shipping, id<AddressId>(1));
  EXPECT_EQ(ada.default_billing, id<AddressId>(2));
}

TEST(Customer, ReplacesAnAddressInItsPlace) {
  Customer ada = with_address({}, id<AddressId>(1), an_address(), {}).value();
  ada = with_address(std::move(ada), id<AddressId>(1), an_address("London"), {}).value();

  ASSERT_EQ(ada.addresses.size(), 1u);
  EXPECT_EQ(address_of(ada, id<AddressId>(1))->address.city, "London");
}

TEST(Customer, LosesADefaultWithItsAddress) {
  Customer ada = with_address({}, id<AddressId>(1), an_address(), {}).value();
  ada = without_address(std::move(ada), id<AddressId>(1)).value();

  EXPECT_EQ(ada, Customer{});
  EXPECT_EQ(without_address(ada, id<AddressId>(1)).error().code, ErrorCode::not_found);
  EXPECT_EQ(address_of(ada, id<AddressId>(1)).error().code, ErrorCode::not_found);
}

TEST(Customer, KeepsABoundedNumberOfAddressesAndWishes) {
  Customer ada;
  for (std::uint8_t i = 0; i < kMaxSavedAddresses; ++i)
    ada = with_address(std::move(ada), id<AddressId>(i), an_address(), {}).value();
  EXPECT_EQ(with_address(ada, id<AddressId>(99), an_address(), {}).error().code, ErrorCode::too_many_entries);
  EXPECT_TRUE(with_address(ada, id<AddressId>(3), an_address("London"), {}));

  for (std::uint8_t i = 0; i < kMaxWishes; ++i) ada = with_wish(std::move(ada), id<ProductId>(i), {}).value();
  EXPECT_EQ(with_wish(ada, id<ProductId>(200), {}).error().code, ErrorCode::too_many_entries);
  EXPECT_EQ(with_wish(ada, id<ProductId>(3), Instant{std::chrono::hours{1}}), ada) << "wished for already";
}

TEST(Customer, UnwishesWhatWasWishedFor) {
  const Customer ada = with_wish({}, id<ProductId>(1), {}).value();

  EXPECT_EQ(without_wish(ada, id<ProductId>(2)), ada);
  EXPECT_EQ(without_wish(ada, id<ProductId>(1)), Customer{});
}

TEST(Customer, HasANameOnOneLine) {
  EXPECT_EQ(validated(named(" Ada "))->name, "Ada");
  EXPECT_EQ(validated(named("Ada\r\nBcc: eve@example.com")).error().code, ErrorCode::invalid_characters);
  EXPECT_EQ(validated(named(std::string(101, 'a'))).error().pointer, "/name");
}

TEST(Customer, IsLookedUpByAddressInAnyCase) { EXPECT_EQ(email_key("Ada.Lovelace@Example.COM"), "ada.lovelace@example.com"); }

}  // namespace
}  // namespace souk
