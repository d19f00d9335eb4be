#include "usecases/create_api_key.h"

#include <gtest/gtest.h>

#include "support/shop.h"
#include "usecases/check_api_key.h"

namespace souk::usecases {
namespace {

using support::error_of;
using support::Shop;

class ApiKeyTest : public testing::Test {
 protected:
  Shop shop;
  Result<NewApiKey> create(const ApiKeyWish& wish) { return create_api_key(wish, {.actor = kOperator, .operation = "test"}); }

  CreateApiKey create_api_key{*shop.api_keys, shop.ids, shop.clock};
  ApiKeyUses uses{*shop.api_keys};
  CheckApiKey check{*shop.api_keys, uses, shop.clock};
};

TEST_F(ApiKeyTest, OpensTheDeskToItsHolder) {
  const auto made = create({.role = Role::support, .scopes = {Scope::orders_read}, .label = "The till"});

  ASSERT_TRUE(made);
  const auto key = check(made->text);
  ASSERT_TRUE(key) << key.error().detail;
  EXPECT_EQ(key->subject, Principal::Subject{made->key.id});
  EXPECT_EQ(key->role, Role::support);
  EXPECT_EQ(key->scopes, Scopes{Scope::orders_read});
}

TEST_F(ApiKeyTest, IsNotStoredAsItIsShown) {
  const auto made = create({});

  const std::string secret = made->text.substr(made->text.find('.') + 1);
  const auto stored = shop.api_keys->find(made->key.id);
  ASSERT_TRUE(stored);
  EXPECT_EQ(secret.find(std::string(reinterpret_cast<const char*>(stored->secret_hash.data()), 32)), std::string::npos);
  EXPECT_EQ(secret.size(), 64U);
}

TEST_F(ApiKeyTest, IsRefusedInOneWayWhateverIsWrong) {
  const std::string text = create({})->text;
  std::string wrong_secret = text;
  wrong_secret.back() = wrong_secret.back() == '0' ? '1' : '0';
  const std::string unknown = shop.ids.fresh<ApiKeyId>().text() + text.substr(text.find('.'));

  const auto refused = check(wrong_secret);
  ASSERT_EQ(error_of(refused), ErrorCode::unauthorized);
  for (const std::string& bad : {unknown, std::string{}, std::string{"."}, text.substr(0, text.size() - 1), text + "0",
                                 text.substr(0, text.find('.')), std::string{"key_.zz"}}) {
    const auto other = check(bad);
    ASSERT_FALSE(other) << bad;
    EXPECT_EQ(other.error(), refused.error()) << bad;
  }
}

TEST_F(ApiKeyTest, OpensNothingOnceItIsRevoked) {
  const auto made = create({});
  ASSERT_TRUE(shop.api_keys->revoke(made->key.id, {.actor = kOperator, .operation = "test"}));

  EXPECT_EQ(error_of(check(made->text)), ErrorCode::unauthorized);
}

TEST_F(ApiKeyTest, RefusesALabelThatWouldSpoilAList) {
  EXPECT_EQ(error_of(create({.label = "two\nlines"})), ErrorCode::validation_failed);
  EXPECT_EQ(error_of(create({.label = std::string(201, 'x')})), ErrorCode::validation_failed);
}

TEST_F(ApiKeyTest, OpensNothingOnceItHasExpired) {
  const auto made = create({.expires_at = shop.clock.now() + std::chrono::days{1}});
  EXPECT_TRUE(check(made->text));

  shop.clock.advance(std::chrono::days{1});

  EXPECT_EQ(error_of(check(made->text)), ErrorCode::unauthorized);
  EXPECT_EQ(error_of(create({.expires_at = shop.clock.now()})), ErrorCode::validation_failed);
}

TEST_F(ApiKeyTest, OfAServiceNamesWhatItMayDo) {
  EXPECT_EQ(error_of(create({.role = Role::service})), ErrorCode::validation_failed);
  EXPECT_TRUE(create({.role = Role::service, .scopes = {Scope::stock_write}}));
  EXPECT_EQ(error_of(create({.role = Role::customer})), ErrorCode::validation_failed);
}

TEST_F(ApiKeyTest, RemembersTheDayOfItsLastUse) {
  const auto made = create({});
  ASSERT_TRUE(check(made->text));
  EXPECT_EQ(uses.store().value(), 1);
  const auto today = std::chrono::floor<std::chrono::days>(shop.clock.now());
  EXPECT_EQ(shop.api_keys->find(made->key.id)->last_used_day, Instant{today});

  ASSERT_TRUE(check(made->text));
  EXPECT_EQ(uses.store().value(), 0) << "once a day is enough";
}

TEST_F(ApiKeyTest, NeverMakesAStrongerOne) {
  const Principal owner{.subject = StaffId{}, .role = Role::owner};
  const Principal key{.subject = ApiKeyId{}, .role = Role::service, .scopes = {Scope::keys_write, Scope::stock_read}};

  EXPECT_TRUE(may_make(owner, {.role = Role::owner}));
  EXPECT_TRUE(may_make(key, {.role = Role::service, .scopes = {Scope::stock_read}}));
  EXPECT_EQ(error_of(may_make(key, {.role = Role::service, .scopes = {Scope::stock_read, Scope::stock_write}})),
            ErrorCode::forbidden);
  EXPECT_EQ(error_of(may_make(key, {.role = Role::support, .scopes = {Scope::stock_read}})), ErrorCode::forbidden);
  EXPECT_EQ(error_of(may_make(key, {.role = Role::service})), ErrorCode::forbidden);
}

}  // namespace
}  // namespace souk::usecases
