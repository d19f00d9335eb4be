#include "contract/mailer_contract.h"

#include "contract/identity_provider_contract.h"

namespace souk::contract {

namespace {

ports::Mail a_mail(const std::string& id, const std::string& to = "ada@example.com") {
  return {.id = id, .to = to, .subject = "Confirm your address", .text = "Hello Ada,\n\nplease …\n"};
}

}  // namespace

TEST_P(MailerContract, SendsAMailAsItIs) {
  ASSERT_TRUE(home_->mailer->send(a_mail("let_1")));

  const auto kept = home_->mailbox->newest(std::nullopt, std::nullopt, 10).value();

  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].mail, a_mail("let_1"));
  EXPECT_EQ(kept[0].at, home_->clock.now());
}

TEST_P(MailerContract, SendsTheSameMailOnce) {
  ASSERT_TRUE(home_->mailer->send(a_mail("let_1")));
  ASSERT_TRUE(home_->mailer->send(a_mail("let_1")));

  EXPECT_EQ(home_->mailbox->newest(std::nullopt, std::nullopt, 10)->size(), 1u);
}

TEST_P(MailerContract, PutsNoSecondHeaderIntoAMail) {
  ports::Mail mail = a_mail("let_1", "ada@example.com\r\nBcc: eve@example.com");
  EXPECT_EQ(code_of(home_->mailer->send(mail)), ErrorCode::invalid_characters);
  mail = a_mail("let_1");
  mail.subject = "Hello\nBcc: eve@example.com";
  EXPECT_EQ(code_of(home_->mailer->send(mail)), ErrorCode::invalid_characters);

  EXPECT_TRUE(home_->mailbox->newest(std::nullopt, std::nullopt, 10)->empty());
}

TEST_P(MailerContract, KeepsTheNewestMailsToReadPageByPage) {
  for (int i = 0; i < 5; ++i) {
    home_->clock.advance(std::chrono::milliseconds{1});
    ASSERT_TRUE(home_->mailer->send(a_mail(std::to_string(i), i % 2 == 0 ? "ada@example.com" : "grace@example.com")));
  }

  const auto first = home_->mailbox->newest(std::nullopt, std::nullopt, 2).value();
  const auto second = home_->mailbox->newest(std::nullopt, first.back().id, 2).value();
  const auto to_ada = home_->mailbox->newest("ada@example.com", std::nullopt, 10).value();

  EXPECT_EQ(first[0].mail.id, "4");
  EXPECT_EQ(second[0].mail.id, "2");
  ASSERT_EQ(to_ada.size(), 3u);
  EXPECT_EQ(to_ada[2].mail.id, "0");
}

}  // namespace souk::contract
