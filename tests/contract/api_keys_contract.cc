#include "contract/api_keys_contract.h"

namespace souk::contract {

namespace {

ports::ApiKey a_key(Home& home, const std::string& label) {
  home.clock.advance(std::chrono::milliseconds{1});
  ports::ApiKey key{.id = home.ids.fresh<ApiKeyId>(), .label = label, .created_at = home.clock.now()};
  home.ids.fill(key.secret_hash);
  return key;
}

void expect_same(const ports::ApiKey& found, const ports::ApiKey& expected) {
  EXPECT_EQ(found.id, expected.id);
  EXPECT_EQ(found.role, expected.role);
  EXPECT_EQ(found.label, expected.label);
  EXPECT_EQ(found.secret_hash, expected.secret_hash);
  EXPECT_EQ(found.created_at, expected.created_at);
  EXPECT_EQ(found.revoked, expected.revoked);
}

}  // namespace

TEST_P(ApiKeysContract, FindsAKeyAsItWasAdded) {
  const ports::ApiKey key = a_key(*home_, "Warehouse");
  ASSERT_TRUE(home_->api_keys->add(key));

  expect_same(home_->api_keys->find(key.id).value(), key);
}

TEST_P(ApiKeysContract, KnowsNoKeyThatWasNotAdded) {
  const auto stranger = home_->ids.fresh<ApiKeyId>();

  EXPECT_EQ(home_->api_keys->find(stranger).error().code, ErrorCode::not_found);
  EXPECT_EQ(home_->api_keys->revoke(stranger).error().code, ErrorCode::not_found);
}

TEST_P(ApiKeysContract, KeepsARevokedKeyAsRevoked) {
  const ports::ApiKey key = a_key(*home_, "Warehouse");
  ASSERT_TRUE(home_->api_keys->add(key));

  ASSERT_TRUE(home_->api_keys->revoke(key.id));
  ASSERT_TRUE(home_->api_keys->revoke(key.id)) << "twice is once";

  EXPECT_TRUE(home_->api_keys->find(key.id).value().revoked);
}

TEST_P(ApiKeysContract, ListsAllKeysOldestFirst) {
  const ports::ApiKey first = a_key(*home_, "first");
  const ports::ApiKey second = a_key(*home_, "second");
  ASSERT_TRUE(home_->api_keys->add(second));
  ASSERT_TRUE(home_->api_keys->add(first));

  const auto all = home_->api_keys->all().value();

  ASSERT_EQ(all.size(), 2u);
  expect_same(all[0], first);
  expect_same(all[1], second);
}

}  // namespace souk::contract
