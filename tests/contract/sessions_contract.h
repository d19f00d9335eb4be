#pragma once

#include <gtest/gtest.h>

#include "contract/home.h"

namespace souk::contract {

/// What every home's Sessions promise. Uses identity, letters and the outbox too.
class SessionsContract : public testing::TestWithParam<OpenHome> {
 protected:
  static constexpr const char* kAda = "ada@example.com";

  Session new_session(const AccountId& account, const std::string& device = "Firefox on Linux") {
    home_->clock.advance(std::chrono::milliseconds{1});
    const Instant now = home_->clock.now();
    return {.id = home_->ids.fresh<SessionId>(),
            .account = account,
            .device = device,
            .created_at = now,
            .authenticated_at = now,
            .seen_at = now,
            .expires_at = now + kCustomerSessionLifetime,
            .renewal = "sealed"};
  }
  /// One under the token {token}.
  Session opened(const AccountId& account, std::uint8_t token, const std::string& device = "Firefox on Linux") {
    const Session session = new_session(account, device);
    EXPECT_TRUE(home_->sessions->open(session, {token}, std::nullopt));
    return session;
  }

  std::unique_ptr<Home> home_ = GetParam()();
  const AccountId ada_ = home_->ids.fresh<AccountId>();
};

}  // namespace souk::contract
