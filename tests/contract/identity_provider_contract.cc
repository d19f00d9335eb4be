#include "contract/identity_provider_contract.h"

#include <algorithm>

#include "support/at_once.h"

namespace souk::contract {

using ports::LetterKind;
using Kinds = std::vector<LetterKind>;

TEST_P(IdentityProviderContract, IsNobodysAccountUntilTheAddressIsProven) {
  sign_up(kAda);

  EXPECT_EQ(code_of(home_->identity->login(kAda, kPassword)), ErrorCode::invalid_credentials);
  EXPECT_EQ(kinds_written(*home_, kAda), Kinds{LetterKind::verify});
}

TEST_P(IdentityProviderContract, MakesTheAccountOfWhoOpensTheLinkAndKnowsItsPassword) {
  sign_up(kAda);

  const auto grant = home_->identity->verify(newest_link(*home_, kAda), kPassword);

  ASSERT_TRUE(grant);
  EXPECT_EQ(grant->account.email, kAda);
  EXPECT_EQ(grant->account.name, "Ada");
  EXPECT_EQ(home_->identity->find(grant->account.id), grant->account);
  EXPECT_EQ(home_->identity->login(kAda, kPassword)->account, grant->account);
}

TEST_P(IdentityProviderContract, OpensNoAccountToWhoFindsTheMailButNotThePassword) {
  sign_up(kAda, "a stranger's choice");
  const std::string link = newest_link(*home_, kAda);

  EXPECT_EQ(code_of(home_->identity->verify(link, kPassword)), ErrorCode::invalid_credentials);

  EXPECT_FALSE(can_log_in(kAda, kPassword));
  EXPECT_FALSE(can_log_in(kAda, "a stranger's choice"));
  EXPECT_TRUE(home_->identity->verify(link, "a stranger's choice")) << "a mistake does not use the link up";
}

TEST_P(IdentityProviderContract, StandsOnlySoManyWrongPasswordsAtOneLink) {
  sign_up(kAda);
  const std::string link = newest_link(*home_, kAda);

  for (int i = 0; i < ports::kVerifyAttempts; ++i)
    EXPECT_EQ(code_of(home_->identity->verify(link, "wrong")), ErrorCode::invalid_credentials);

  EXPECT_EQ(code_of(home_->identity->verify(link, kPassword)), ErrorCode::link_expired);
}

TEST_P(IdentityProviderContract, VoidsAStrangersSignUpOnceTheOwnerHasVerified) {
  sign_up(kAda, "a stranger's choice");
  const std::string strangers = newest_link(*home_, kAda);
  home_->clock.advance(std::chrono::milliseconds{1});
  registered(kAda);

  EXPECT_EQ(code_of(home_->identity->verify(strangers, "a stranger's choice")), ErrorCode::link_expired);
  EXPECT_FALSE(can_log_in(kAda, "a stranger's choice"));
  EXPECT_TRUE(can_log_in(kAda, kPassword));
}

TEST_P(IdentityProviderContract, TellsTheOwnerOfAnAddressWhoIsSignedUpAgain) {
  registered(kAda);

  sign_up("ADA@example.com", "another password");

  EXPECT_EQ(kinds_written(*home_, kAda), Kinds{LetterKind::already_registered});
  EXPECT_TRUE(can_log_in("Ada@example.com", kPassword));
  EXPECT_FALSE(can_log_in(kAda, "another password"));
}

TEST_P(IdentityProviderContract, MailsNobodyMoreThanAFewTimesAnHour) {
  for (int i = 0; i < ports::kLettersAnHour + 3; ++i) sign_up(kAda);
  registered("grace@example.com");
  for (int i = 0; i < ports::kLettersAnHour + 3; ++i) ASSERT_TRUE(home_->identity->forgot("grace@example.com"));

  EXPECT_EQ(std::ssize(written_letters(*home_, kAda)), ports::kLettersAnHour);
  EXPECT_EQ(std::ssize(written_letters(*home_, "grace@example.com")), ports::kLettersAnHour);
  home_->clock.advance(std::chrono::hours{1});
  ASSERT_TRUE(home_->identity->forgot("grace@example.com"));
  EXPECT_EQ(std::ssize(written_letters(*home_, "grace@example.com")), 1) << "the earlier links have run out";
}

TEST_P(IdentityProviderContract, SaysNoMoreToAWrongPasswordThanToAnUnknownAddress) {
  registered(kAda);

  const auto wrong = home_->identity->login(kAda, "wrong");
  const auto unknown = home_->identity->login("eve@example.com", "wrong");

  EXPECT_EQ(wrong.error(), unknown.error());
}

TEST_P(IdentityProviderContract, SetsAForgottenPasswordByLinkOnce) {
  const ports::Account ada = registered(kAda);
  ASSERT_TRUE(home_->identity->forgot("ADA@example.com"));
  const std::string link = newest_link(*home_, kAda);

  EXPECT_EQ(home_->identity->owner_of_link(link), ada);
  EXPECT_EQ(home_->identity->reset(link, "battery staple"), ada);

  EXPECT_TRUE(can_log_in(kAda, "battery staple"));
  EXPECT_FALSE(can_log_in(kAda, kPassword));
  EXPECT_EQ(code_of(home_->identity->reset(link, "once more")), ErrorCode::link_expired);
  EXPECT_EQ(code_of(home_->identity->owner_of_link(link)), ErrorCode::link_expired);
  EXPECT_EQ(kinds_written(*home_, kAda), Kinds{LetterKind::password_changed});
}

TEST_P(IdentityProviderContract, VoidsEveryOtherLinkWhenAPasswordIsReset) {
  registered(kAda);
  ASSERT_TRUE(home_->identity->forgot(kAda));
  const std::string first = newest_link(*home_, kAda);
  home_->clock.advance(std::chrono::milliseconds{1});
  ASSERT_TRUE(home_->identity->forgot(kAda));

  ASSERT_TRUE(home_->identity->reset(newest_link(*home_, kAda), "battery staple"));

  EXPECT_EQ(code_of(home_->identity->reset(first, "a thief's")), ErrorCode::link_expired);
}

TEST_P(IdentityProviderContract, MailsNothingForAnAddressWithoutAnAccount) {
  ASSERT_TRUE(home_->identity->forgot("nobody@example.com"));

  EXPECT_TRUE(written_letters(*home_).empty());
  EXPECT_EQ(home_->outbox->unpublished(100)->size(), 1u) << "the same work, all the same";
}

TEST_P(IdentityProviderContract, EndsAllSessionsWhenAPasswordIsReset) {
  const ports::Account ada = registered(kAda);
  const Session session = open_session(ada, 1);
  const std::string token = home_->identity->access_token(session)->text;
  ASSERT_TRUE(home_->tokens->check(token));
  ASSERT_TRUE(home_->identity->forgot(kAda));

  ASSERT_TRUE(home_->identity->reset(newest_link(*home_, kAda), "battery staple"));

  EXPECT_EQ(code_of(home_->sessions->renew({1}, {2})), ErrorCode::unauthorized);
  EXPECT_EQ(code_of(home_->tokens->check(token)), ErrorCode::invalid_token);
}

TEST_P(IdentityProviderContract, ForgetsLinksThatRanOut) {
  registered(kAda);
  ASSERT_TRUE(home_->identity->forgot(kAda));
  sign_up("grace@example.com");
  const std::string reset = newest_link(*home_, kAda);
  const std::string verify = newest_link(*home_, "grace@example.com");

  home_->clock.advance(ports::kResetLinkLife);
  EXPECT_EQ(code_of(home_->identity->reset(reset, "battery staple")), ErrorCode::link_expired);
  home_->clock.advance(ports::kVerifyLinkLife);
  EXPECT_EQ(code_of(home_->identity->verify(verify, kPassword)), ErrorCode::link_expired);
}

TEST_P(IdentityProviderContract, TakesNoLinkForAnotherPurposeAndNoneThatIsMadeUp) {
  registered(kAda);
  ASSERT_TRUE(home_->identity->forgot(kAda));
  const std::string reset = newest_link(*home_, kAda);
  sign_up("grace@example.com");
  const std::string verify = newest_link(*home_, "grace@example.com");
  std::string forged = reset;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';

  EXPECT_EQ(code_of(home_->identity->verify(reset, kPassword)), ErrorCode::link_expired);
  EXPECT_EQ(code_of(home_->identity->change_email(reset)), ErrorCode::link_expired);
  EXPECT_EQ(code_of(home_->identity->reset(verify, "battery staple")), ErrorCode::link_expired);
  EXPECT_EQ(code_of(home_->staff_identity->reset(reset, "battery staple")), ErrorCode::link_expired) << "another pool";
  for (const std::string& none : {forged, std::string{}, std::string{"let_x.y"}, reset + "A", std::string(5000, 'x')})
    EXPECT_EQ(code_of(home_->identity->reset(none, "battery staple")), ErrorCode::link_expired) << none;
  EXPECT_TRUE(can_log_in(kAda, kPassword));
}

TEST_P(IdentityProviderContract, ChangesAPasswordForWhoKnowsItAndKeepsTheirSession) {
  const ports::Account ada = registered(kAda);
  const Session kept = open_session(ada, 1);
  open_session(ada, 2);

  EXPECT_EQ(code_of(home_->identity->change_password(ada.id, "wrong", "battery staple", kept.id)),
            ErrorCode::invalid_credentials);
  ASSERT_TRUE(home_->identity->change_password(ada.id, kPassword, "battery staple", kept.id));

  EXPECT_TRUE(can_log_in(kAda, "battery staple"));
  EXPECT_TRUE(home_->sessions->renew({1}, {11}));
  EXPECT_EQ(code_of(home_->sessions->renew({2}, {12})), ErrorCode::unauthorized);
  EXPECT_EQ(kinds_written(*home_, kAda), Kinds{LetterKind::password_changed});
}

TEST_P(IdentityProviderContract, ChangesAnAddressOnlyWhenTheNewOneIsProven) {
  const ports::Account ada = registered(kAda);

  EXPECT_EQ(code_of(home_->identity->ask_email_change(ada.id, "wrong", "lovelace@example.com")),
            ErrorCode::invalid_credentials);
  ASSERT_TRUE(home_->identity->ask_email_change(ada.id, kPassword, "lovelace@example.com"));
  EXPECT_EQ(home_->identity->find(ada.id)->email, kAda);
  const auto changed = home_->identity->change_email(newest_link(*home_, "lovelace@example.com"));

  EXPECT_EQ(changed->email, "lovelace@example.com");
  EXPECT_TRUE(can_log_in("lovelace@example.com", kPassword));
  EXPECT_FALSE(can_log_in(kAda, kPassword));
  ASSERT_EQ(kinds_written(*home_, kAda), Kinds{LetterKind::email_changed});
  EXPECT_EQ(written_letters(*home_, kAda)[0].about, "lovelace@example.com");
}

TEST_P(IdentityProviderContract, TellsNobodyWhetherTheNewAddressIsTaken) {
  const ports::Account ada = registered(kAda);
  registered("grace@example.com");

  ASSERT_TRUE(home_->identity->ask_email_change(ada.id, kPassword, "grace@example.com"));

  EXPECT_EQ(kinds_written(*home_, "grace@example.com"), Kinds{LetterKind::already_registered});
  EXPECT_TRUE(written_letters(*home_, kAda).empty());
}

TEST_P(IdentityProviderContract, GivesAnAddressToTheFirstWhoProvesIt) {
  const ports::Account ada = registered(kAda);
  ASSERT_TRUE(home_->identity->ask_email_change(ada.id, kPassword, "new@example.com"));
  const std::string link = newest_link(*home_, "new@example.com");
  home_->clock.advance(std::chrono::milliseconds{1});
  registered("new@example.com");

  EXPECT_EQ(code_of(home_->identity->change_email(link)), ErrorCode::link_expired);
  EXPECT_EQ(home_->identity->find(ada.id)->email, kAda);
}

TEST_P(IdentityProviderContract, ErasesAnAccountWithAllThatItWasKnownBy) {
  const ports::Account ada = registered(kAda);
  open_session(ada, 1);
  ASSERT_TRUE(home_->identity->forgot(kAda));
  const std::string link = newest_link(*home_, kAda);

  ASSERT_TRUE(home_->identity->erase(ada.id));
  ASSERT_TRUE(home_->identity->erase(ada.id)) << "twice is once";

  EXPECT_EQ(code_of(home_->identity->find(ada.id)), ErrorCode::not_found);
  EXPECT_FALSE(can_log_in(kAda, kPassword));
  EXPECT_EQ(code_of(home_->identity->reset(link, "battery staple")), ErrorCode::link_expired);
  EXPECT_EQ(code_of(home_->sessions->renew({1}, {2})), ErrorCode::unauthorized);
  EXPECT_EQ(kinds_written(*home_, kAda), Kinds{LetterKind::account_erased});
  EXPECT_NE(registered(kAda, "battery staple").id, ada.id) << "the address is free again";
}

TEST_P(IdentityProviderContract, KeepsItsPoolsApart) {
  const ports::Account ada = registered(kAda);

  EXPECT_EQ(code_of(home_->staff_identity->login(kAda, kPassword)), ErrorCode::invalid_credentials);
  EXPECT_EQ(code_of(home_->staff_identity->find(ada.id)), ErrorCode::not_found);
  EXPECT_EQ(code_of(home_->staff_identity->check_password(ada.id, kPassword)), ErrorCode::not_found);
}

TEST_P(IdentityProviderContract, GivesAnInvitedAccountItsPasswordByLink) {
  const auto id = home_->ids.fresh<AccountId>();
  const std::string token = home_->staff_identity->invite(id, "grace@example.com", "Grace").value();
  EXPECT_EQ(token, newest_link(*home_, "grace@example.com"));
  EXPECT_EQ(code_of(home_->staff_identity->login("grace@example.com", "")), ErrorCode::invalid_credentials);

  const auto again = home_->staff_identity->invite(id, "grace@example.com", "Grace");
  ASSERT_TRUE(again);
  EXPECT_EQ(code_of(home_->staff_identity->reset(token, "fifteen letters")), ErrorCode::link_expired);
  EXPECT_EQ(home_->staff_identity->reset(*again, "fifteen letters")->id, id);

  EXPECT_EQ(home_->staff_identity->login("grace@example.com", "fifteen letters")->account.id, id);
  EXPECT_EQ(code_of(home_->staff_identity->invite(id, "Grace@example.com", "Grace")), ErrorCode::email_taken);
}

TEST_P(IdentityProviderContract, MakesOneAccountWhenALinkIsOpenedManyTimesAtOnce) {
  sign_up(kAda);
  const std::string link = newest_link(*home_, kAda);

  const auto outcomes = support::at_once(4, [&](int) { return home_->identity->verify(link, kPassword); });

  EXPECT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
}

TEST_P(IdentityProviderContract, SetsOnePasswordWhenALinkIsOpenedManyTimesAtOnce) {
  registered(kAda);
  ASSERT_TRUE(home_->identity->forgot(kAda));
  const std::string link = newest_link(*home_, kAda);

  const auto outcomes =
      support::at_once(4, [&](int i) { return home_->identity->reset(link, "battery staple " + std::to_string(i)); });

  ASSERT_EQ(std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome.has_value(); }), 1);
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    EXPECT_EQ(can_log_in(kAda, "battery staple " + std::to_string(i)), outcomes[i].has_value());
}

}  // namespace souk::contract
