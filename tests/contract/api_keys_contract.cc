#include "contract/api_keys_contract.h"

namespace souk::contract {

namespace {

Act act() { return {.actor = "staff_ada", .role = Role::owner, .operation = "createApiKey"}; }

ApiKey a_key(Home& home, const std::string& label) {
  home.clock.advance(std::chrono::milliseconds{1});
  ApiKey key{.id = home.ids.fresh<ApiKeyId>(),
             .role = Role::order_manager,
             .scopes = {Scope::orders_read, Scope::stock_write},
             .label = label,
             .created_at = home.clock.now(),
             .created_by = "staff_ada",
             .expires_at = home.clock.now() + std::chrono::days{30}};
  home.ids.fill(key.secret_hash);
  return key;
}

void expect_same(const ApiKey& found, const ApiKey& expected) {
  EXPECT_EQ(found.id, expected.id);
  EXPECT_EQ(found.role, expected.role);
  EXPECT_EQ(found.label, expected.label);
  EXPECT_EQ(found.secret_hash, expected.secret_hash);
  EXPECT_EQ(found.created_at, expected.created_at);
  EXPECT_EQ(found.scopes, expected.scopes);
  EXPECT_EQ(found.created_by, expected.created_by);
  EXPECT_EQ(found.expires_at, expected.expires_at);
  EXPECT_EQ(found.last_used_day, expected.last_used_day);
  EXPECT_EQ(found.revoked, expected.revoked);
}

}  // namespace

TEST_P(ApiKeysContract, FindsAKeyAsItWasAdded) {
  const ApiKey key = a_key(*home_, "Warehouse");
  ASSERT_TRUE(home_->api_keys->add(key, act()));

  expect_same(home_->api_keys->find(key.id).value(), key);
}

TEST_P(ApiKeysContract, KnowsNoKeyThatWasNotAdded) {
  const auto stranger = home_->ids.fresh<ApiKeyId>();

  EXPECT_EQ(home_->api_keys->find(stranger).error().code, ErrorCode::not_found);
  EXPECT_EQ(home_->api_keys->revoke(stranger, act()).error().code, ErrorCode::not_found);
}

TEST_P(ApiKeysContract, KeepsARevokedKeyAsRevoked) {
  const ApiKey key = a_key(*home_, "Warehouse");
  ASSERT_TRUE(home_->api_keys->add(key, act()));

  ASSERT_TRUE(home_->api_keys->revoke(key.id, act()));
  ASSERT_TRUE(home_->api_keys->revoke(key.id, act())) << "twice is once";

  EXPECT_TRUE(home_->api_keys->find(key.id).value().revoked);
}

TEST_P(ApiKeysContract, ListsAllKeysOldestFirst) {
  const ApiKey first = a_key(*home_, "first");
  const ApiKey second = a_key(*home_, "second");
  ASSERT_TRUE(home_->api_keys->add(second, act()));
  ASSERT_TRUE(home_->api_keys->add(first, act()));

  const auto all = home_->api_keys->all().value();

  ASSERT_EQ(all.size(), 2u);
  expect_same(all[0], first);
  expect_same(all[1], second);
}

TEST_P(ApiKeysContract, RemembersTheLatestDayOfUse) {
  const ApiKey key = a_key(*home_, "Warehouse");
  ASSERT_TRUE(home_->api_keys->add(key, act()));
  const auto monday = Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
  const ports::ApiKeyUse uses[] = {{key.id, monday}, {home_->ids.fresh<ApiKeyId>(), monday}};

  ASSERT_TRUE(home_->api_keys->remember_uses(uses));
  const ports::ApiKeyUse earlier[] = {{key.id, monday - std::chrono::days{1}}};
  ASSERT_TRUE(home_->api_keys->remember_uses(earlier));

  EXPECT_EQ(home_->api_keys->find(key.id).value().last_used_day, monday);
}

TEST_P(ApiKeysContract, AuditsWhatIsMadeAndRevokedAndNothingOfTheSecret) {
  const ApiKey key = a_key(*home_, "Warehouse");
  ASSERT_TRUE(home_->api_keys->add(key, act()));
  ASSERT_TRUE(home_->api_keys->revoke(key.id, act()));
  ASSERT_TRUE(home_->api_keys->revoke(key.id, act())) << "changes nothing";

  const auto entries = home_->audit_log->entries({.target = key.id.text()}, std::nullopt, 10).value();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].changes, R"([{"path":"/revoked","after":true}])");
  EXPECT_EQ(entries[1].act, act());
  EXPECT_NE(entries[1].changes.find(R"({"path":"/scopes","after":"stock:write orders:read"})"), std::string::npos);
  EXPECT_EQ(entries[1].changes.find("secret"), std::string::npos);
}

}  // namespace souk::contract
