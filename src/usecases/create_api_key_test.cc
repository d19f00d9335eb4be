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
  CreateApiKey create{*shop.api_keys, shop.ids, shop.clock};
  CheckApiKey check{*shop.api_keys};
};

TEST_F(ApiKeyTest, OpensTheDeskToItsHolder) {
  const auto made = create(Role::owner, "The till");

  ASSERT_TRUE(made);
  const auto key = check(made->text);
  ASSERT_TRUE(key) << key.error().detail;
  EXPECT_EQ(key->subject, Principal::Subject{made->key.id});
  EXPECT_EQ(key->role, Role::owner);
}

TEST_F(ApiKeyTest, IsNotStoredAsItIsShown) {
  const auto made = create(Role::owner, "");

  const std::string secret = made->text.substr(made->text.find('.') + 1);
  const auto stored = shop.api_keys->find(made->key.id);
  ASSERT_TRUE(stored);
  EXPECT_EQ(secret.find(std::string(reinterpret_cast<const char*>(stored->secret_hash.data()), 32)), std::string::npos);
  EXPECT_EQ(secret.size(), 64U);
}

TEST_F(ApiKeyTest, IsRefusedInOneWayWhateverIsWrong) {
  const std::string text = create(Role::owner, "")->text;
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
  const auto made = create(Role::owner, "");
  ASSERT_TRUE(shop.api_keys->revoke(made->key.id));

  EXPECT_EQ(error_of(check(made->text)), ErrorCode::unauthorized);
}

TEST_F(ApiKeyTest, RefusesALabelThatWouldSpoilAList) {
  EXPECT_EQ(error_of(create(Role::owner, "two\nlines")), ErrorCode::validation_failed);
  EXPECT_EQ(error_of(create(Role::owner, std::string(201, 'x'))), ErrorCode::validation_failed);
}

}  // namespace
}  // namespace souk::usecases
