#include "contract/customer_store_contract.h"

#include <algorithm>

#include "contract/identity_provider_contract.h"
#include "support/at_once.h"
#include "support/builders.h"

namespace souk::contract {

namespace {

Customer a_customer(Home& home) {
  Customer customer;
  customer.id = home.ids.fresh<CustomerId>();
  customer.email = "Ada@example.com";
  customer.name = "Ada Lovelace";
  customer.phone = "+44 20 7946 0958";
  customer.accepts_marketing = true;
  customer.marketing_changed_at = home.clock.now();
  customer.created_at = home.clock.now();
  Address address;
  address.name = "Ada Lovelace";
  address.line1 = "1 Quay";
  address.city = "Flensburg";
  address.country = "DE";
  customer = with_address(std::move(customer), home.ids.fresh<AddressId>(), address, {}).value();
  return with_wish(std::move(customer), home.ids.fresh<ProductId>(), home.clock.now()).value();
}

std::vector<std::string> event_types(const Home& home) {
  std::vector<std::string> types;
  const auto events = home.outbox->unpublished(100).value();
  for (const ports::Event& event : events) types.push_back(event.type);
  return types;
}

}  // namespace

TEST_P(CustomerStoreContract, FindsACustomerAsItWasSaved) {
  const Customer ada = a_customer(*home_);

  const auto saved = home_->customers->save({}, ada);

  Customer expected = ada;
  expected.version = 1;
  EXPECT_EQ(saved, expected);
  EXPECT_EQ(home_->customers->find(ada.id), expected);
  EXPECT_EQ(event_types(*home_), std::vector<std::string>{"customer.registered"});
}

TEST_P(CustomerStoreContract, WritesACustomerOnlyAtTheVersionThatWasRead) {
  Customer ada = home_->customers->save({}, a_customer(*home_)).value();
  ada.name = "Augusta Ada King";

  EXPECT_EQ(home_->customers->save({}, ada)->version, 2);

  EXPECT_EQ(code_of(home_->customers->save({}, ada)), ErrorCode::version_conflict);
  ada.version = 0;
  EXPECT_EQ(code_of(home_->customers->save({}, ada)), ErrorCode::version_conflict) << "it is there already";
  Customer stranger = a_customer(*home_);
  stranger.version = 1;
  EXPECT_EQ(code_of(home_->customers->save({}, stranger)), ErrorCode::not_found);
}

TEST_P(CustomerStoreContract, StoresTheAnswerWithTheWrite) {
  const Customer ada = home_->customers->save({}, a_customer(*home_)).value();
  const ports::Repeatable<Customer> repeatable{
      .key = support::a_key("a customer's change"),
      .encode = [](const Customer& saved) { return ports::Answer{200, "version " + std::to_string(saved.version)}; }};

  ASSERT_TRUE(home_->customers->save(repeatable, ada));

  EXPECT_EQ(std::get<ports::StoredAnswer>(home_->answers->find(*repeatable.key).value()).answer.body, "version 2");
  EXPECT_EQ(code_of(home_->customers->save(repeatable, ada)), ErrorCode::request_in_progress);
}

TEST_P(CustomerStoreContract, ErasesACustomerOnce) {
  const Customer ada = home_->customers->save({}, a_customer(*home_)).value();

  ASSERT_TRUE(home_->customers->erase(ada.id));
  ASSERT_TRUE(home_->customers->erase(ada.id));

  EXPECT_EQ(code_of(home_->customers->find(ada.id)), ErrorCode::not_found);
  EXPECT_EQ(event_types(*home_), (std::vector<std::string>{"customer.registered", "customer.erased"}));
}

TEST_P(CustomerStoreContract, LetsOneOfManyWritersOfOneVersionThrough) {
  const Customer ada = home_->customers->save({}, a_customer(*home_)).value();

  const auto outcomes = support::at_once(8, [&](int i) {
    Customer changed = ada;
    changed.name = "Ada " + std::to_string(i);
    return home_->customers->save({}, changed);
  });

  EXPECT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
  EXPECT_EQ(home_->customers->find(ada.id)->version, 2);
}

}  // namespace souk::contract
