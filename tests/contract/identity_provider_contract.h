#pragma once

#include <gtest/gtest.h>

#include "contract/home.h"
#include "contract/written_letters.h"

namespace souk::contract {

/// What every home's IdentityProvider promises, of the customers' pool unless said otherwise. Uses letters, sessions and the
/// outbox too.
class IdentityProviderContract : public testing::TestWithParam<OpenHome> {
 protected:
  static constexpr const char* kAda = "ada@example.com";
  static constexpr const char* kPassword = "correct horse";

  void sign_up(const std::string& email, const std::string& password = kPassword) {
    ASSERT_TRUE(home_->identity->sign_up({.email = email, .password = password, .name = "Ada"}));
  }
  ports::Account registered(const std::string& email, const std::string& password = kPassword) {
    sign_up(email, password);
    return home_->identity->verify(newest_link(*home_, email), password).value().account;
  }
  bool can_log_in(const std::string& email, const std::string& password) const {
    return home_->identity->login(email, password).has_value();
  }
  Session open_session(const ports::Account& account, std::uint8_t token) {
    const Instant now = home_->clock.now();
    const Session session{.id = home_->ids.fresh<SessionId>(),
                          .account = account.id,
                          .device = "Firefox on Linux",
                          .created_at = now,
                          .authenticated_at = now,
                          .seen_at = now,
                          .expires_at = now + kCustomerSessionLifetime};
    EXPECT_TRUE(home_->sessions->open(session, {token}, std::nullopt));
    return session;
  }

  std::unique_ptr<Home> home_ = GetParam()();
};

template <class T>
ErrorCode code_of(const Result<T>& result) {
  return result ? ErrorCode::internal : result.error().code;
}

}  // namespace souk::contract
