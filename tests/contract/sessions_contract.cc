#include "contract/sessions_contract.h"

#include <algorithm>

#include "contract/identity_provider_contract.h"
#include "contract/written_letters.h"
#include "support/at_once.h"

namespace souk::contract {

using ports::LetterKind;
using Kinds = std::vector<LetterKind>;

TEST_P(SessionsContract, RenewsASessionTokenAfterToken) {
  const Session session = opened(ada_, 1);
  home_->clock.advance(std::chrono::minutes{10});

  const auto renewed = home_->sessions->renew({1}, {2});

  Session expected = session;
  expected.seen_at = home_->clock.now();
  EXPECT_EQ(renewed, expected);
  EXPECT_EQ(home_->sessions->renew({2}, {3}), expected);
  EXPECT_EQ(home_->sessions->find(session.id), expected);
}

TEST_P(SessionsContract, GivesWhoLostTheAnswerTheSameSessionAgain) {
  opened(ada_, 1);
  ASSERT_TRUE(home_->sessions->renew({1}, {2}));

  home_->clock.advance(ports::kRefreshGrace - std::chrono::milliseconds{1});

  EXPECT_TRUE(home_->sessions->renew({1}, {2}));
  EXPECT_TRUE(home_->sessions->renew({2}, {3})) << "its successor is good";
}

TEST_P(SessionsContract, EndsASessionOfWhichASpentTokenIsShownLater) {
  ASSERT_TRUE(home_->identity->sign_up({.email = kAda, .password = "correct horse", .name = "Ada"}));
  const ports::Account account = home_->identity->verify(newest_link(*home_, kAda), "correct horse")->account;
  const Session session = opened(account.id, 1);
  ASSERT_TRUE(home_->sessions->renew({1}, {2}));
  home_->clock.advance(ports::kRefreshGrace);

  EXPECT_EQ(code_of(home_->sessions->renew({1}, {2})), ErrorCode::token_reused);

  EXPECT_EQ(code_of(home_->sessions->renew({2}, {3})), ErrorCode::token_reused) << "whoever holds it";
  EXPECT_EQ(code_of(home_->sessions->find(session.id)), ErrorCode::not_found);
  EXPECT_TRUE(home_->sessions->of_account(AccountPool::customers, account.id)->empty());
  EXPECT_EQ(kinds_written(*home_, kAda), Kinds{LetterKind::session_stolen});
}

TEST_P(SessionsContract, TellsOfATheftOnce) {
  ASSERT_TRUE(home_->identity->sign_up({.email = kAda, .password = "correct horse", .name = "Ada"}));
  const ports::Account account = home_->identity->verify(newest_link(*home_, kAda), "correct horse")->account;
  opened(account.id, 1);
  ASSERT_TRUE(home_->sessions->renew({1}, {2}));
  home_->clock.advance(ports::kRefreshGrace);

  for (int i = 0; i < 3; ++i) EXPECT_EQ(code_of(home_->sessions->renew({1}, {2})), ErrorCode::token_reused);

  EXPECT_EQ(kinds_written(*home_, kAda), Kinds{LetterKind::session_stolen});
}

TEST_P(SessionsContract, KnowsNoTokenThatItDidNotGive) {
  opened(ada_, 1);

  EXPECT_EQ(code_of(home_->sessions->renew({9}, {10})), ErrorCode::unauthorized);
}

TEST_P(SessionsContract, EndsASessionForGoodHoweverOftenItIsRenewed) {
  const Session session = opened(ada_, 1);
  home_->clock.advance(kCustomerSessionLifetime - std::chrono::milliseconds{1});
  ASSERT_TRUE(home_->sessions->renew({1}, {2}));
  home_->clock.advance(std::chrono::milliseconds{1});

  EXPECT_EQ(code_of(home_->sessions->renew({2}, {3})), ErrorCode::unauthorized);
  EXPECT_EQ(code_of(home_->sessions->find(session.id)), ErrorCode::not_found);
}

TEST_P(SessionsContract, EndsWhatTheBrowserHeldBeforeItsLogin) {
  opened(ada_, 1);

  ASSERT_TRUE(home_->sessions->open(new_session(ada_), {2}, ports::TokenHash{1}));

  EXPECT_EQ(code_of(home_->sessions->renew({1}, {11})), ErrorCode::unauthorized);
  EXPECT_TRUE(home_->sessions->renew({2}, {12}));
}

TEST_P(SessionsContract, EndsTheSessionOfAToken) {
  opened(ada_, 1);
  opened(ada_, 2);
  ASSERT_TRUE(home_->sessions->renew({1}, {11}));

  ASSERT_TRUE(home_->sessions->end(ports::TokenHash{1})) << "a spent one says as well which session is meant";
  ASSERT_TRUE(home_->sessions->end(ports::TokenHash{1})) << "twice is once";

  EXPECT_EQ(code_of(home_->sessions->renew({11}, {12})), ErrorCode::unauthorized);
  EXPECT_TRUE(home_->sessions->renew({2}, {12}));
}

TEST_P(SessionsContract, EndsASessionOfTheAccountAlone) {
  const Session session = opened(ada_, 1);
  const auto eve = home_->ids.fresh<AccountId>();

  EXPECT_EQ(code_of(home_->sessions->end(AccountPool::customers, eve, session.id)), ErrorCode::not_found);
  EXPECT_EQ(code_of(home_->sessions->end(AccountPool::staff, ada_, session.id)), ErrorCode::not_found);
  EXPECT_TRUE(home_->sessions->end(AccountPool::customers, ada_, session.id));

  EXPECT_EQ(code_of(home_->sessions->renew({1}, {2})), ErrorCode::unauthorized);
}

TEST_P(SessionsContract, EndsAllSessionsOfAnAccountButOne) {
  const Session kept = opened(ada_, 1);
  opened(ada_, 2);
  opened(ada_, 3);
  opened(home_->ids.fresh<AccountId>(), 4);

  EXPECT_EQ(home_->sessions->end_all(AccountPool::customers, ada_, kept.id), 2);

  EXPECT_TRUE(home_->sessions->renew({1}, {11}));
  EXPECT_FALSE(home_->sessions->renew({2}, {12}));
  EXPECT_TRUE(home_->sessions->renew({4}, {14}));
  EXPECT_EQ(home_->sessions->end_all(AccountPool::customers, ada_, std::nullopt), 1);
}

TEST_P(SessionsContract, ListsLiveSessionsNewestFirst) {
  const Session first = opened(ada_, 1);
  const Session second = opened(ada_, 2);
  opened(home_->ids.fresh<AccountId>(), 3);

  EXPECT_EQ(home_->sessions->of_account(AccountPool::customers, ada_), (std::vector<Session>{second, first}));
}

TEST_P(SessionsContract, EndsTheOldestOfTooManySessions) {
  for (std::uint8_t token = 0; token < 51; ++token) opened(ada_, token);

  EXPECT_EQ(home_->sessions->of_account(AccountPool::customers, ada_)->size(), 50u);
  EXPECT_FALSE(home_->sessions->renew({0}, {100}));
  EXPECT_TRUE(home_->sessions->renew({1}, {101}));
}

TEST_P(SessionsContract, RemembersASecondFactor) {
  const Session session = opened(ada_, 1);

  EXPECT_EQ(home_->sessions->record_second_factor(session.id, home_->clock.now())->second_factor_at, home_->clock.now());

  EXPECT_EQ(home_->sessions->find(session.id)->second_factor_at, home_->clock.now());
  EXPECT_EQ(code_of(home_->sessions->record_second_factor(home_->ids.fresh<SessionId>(), home_->clock.now())),
            ErrorCode::not_found);
}

TEST_P(SessionsContract, TellsTheOwnerOfANewDeviceButNotOfTheFirst) {
  ASSERT_TRUE(home_->identity->sign_up({.email = kAda, .password = "correct horse", .name = "Ada"}));
  const ports::Account account = home_->identity->verify(newest_link(*home_, kAda), "correct horse")->account;

  opened(account.id, 1);
  opened(account.id, 2);
  EXPECT_TRUE(written_letters(*home_, kAda).empty());
  opened(account.id, 3, "Safari on an iPhone");
  opened(account.id, 4, "Safari on an iPhone");

  ASSERT_EQ(kinds_written(*home_, kAda), Kinds{LetterKind::new_device});
  EXPECT_EQ(written_letters(*home_, kAda)[0].about, "Safari on an iPhone");
}

TEST_P(SessionsContract, ForgetsWhatHasExpired) {
  opened(ada_, 1);
  home_->clock.advance(kCustomerSessionLifetime + std::chrono::hours{1});
  opened(ada_, 2);

  EXPECT_EQ(home_->sessions->drop_expired(home_->clock.now(), 10), 1);

  EXPECT_EQ(home_->sessions->drop_expired(home_->clock.now(), 10), 0);
  EXPECT_TRUE(home_->sessions->renew({2}, {12}));
}

TEST_P(SessionsContract, HasOneSuccessorHoweverManyTabsRenewAtOnce) {
  opened(ada_, 1);

  const auto outcomes = support::at_once(8, [&](int) { return home_->sessions->renew({1}, {2}); });

  EXPECT_TRUE(std::ranges::all_of(outcomes, [](const auto& outcome) { return outcome.has_value(); }));
  EXPECT_TRUE(home_->sessions->renew({2}, {3}));
}

}  // namespace souk::contract
