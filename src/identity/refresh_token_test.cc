#include "identity/refresh_token.h"

#include <gtest/gtest.h>

#include "identity/link_token.h"
#include "support/fixed_clock.h"
#include "support/seeded_ids.h"

namespace souk::identity {
namespace {

class FixedSigner final : public ports::Signer {
 public:
  explicit FixedSigner(std::uint8_t key) : key_(key) {}
  ports::Mac sign(std::string_view purpose, std::string_view message) const override {
    ports::Mac mac{};
    mac[0] = key_;
    for (std::size_t i = 0; i < message.size(); ++i) mac[1 + i % 30] += static_cast<std::uint8_t>(message[i] * (i + 1));
    mac[31] = static_cast<std::uint8_t>(purpose.size());
    return mac;
  }

 private:
  std::uint8_t key_;
};

TEST(RefreshToken, IsReadAsItWasWritten) {
  support::FixedClock clock;
  support::SeededIds ids(clock);
  const RefreshToken token = RefreshToken::fresh(ids);

  const auto read = RefreshToken::parse(token.text());

  ASSERT_TRUE(read);
  EXPECT_EQ(read->hash(), token.hash());
  EXPECT_EQ(token.text().size(), 43u) << "256 bits";
}

TEST(RefreshToken, HasOneSuccessorWhichOnlyTheShopCanTell) {
  support::FixedClock clock;
  support::SeededIds ids(clock);
  const RefreshToken token = RefreshToken::fresh(ids);

  EXPECT_EQ(token.successor(FixedSigner{1}).text(), token.successor(FixedSigner{1}).text());
  EXPECT_NE(token.successor(FixedSigner{1}).text(), token.successor(FixedSigner{2}).text());
  EXPECT_NE(token.successor(FixedSigner{1}).text(), token.text());
}

TEST(RefreshToken, IsNoOtherText) {
  for (const std::string& text : {std::string{}, std::string(42, 'A'), std::string(44, 'A'), std::string(42, 'A') + "=",
                                  std::string(42, 'A') + "B", std::string(1 << 20, 'A')})
    EXPECT_FALSE(RefreshToken::parse(text)) << text.size();
}

TEST(LinkToken, NamesItsLetter) {
  support::FixedClock clock;
  support::SeededIds ids(clock);
  const auto letter = ids.fresh<LetterId>();
  const FixedSigner signer{1};

  EXPECT_EQ(letter_of(signer, link_token(signer, letter)), letter);
  EXPECT_EQ(letter_of(FixedSigner{2}, link_token(signer, letter)), std::nullopt);
  EXPECT_EQ(letter_of(signer, letter.text()), std::nullopt);
  EXPECT_EQ(letter_of(signer, letter.text() + "."), std::nullopt);
  EXPECT_EQ(letter_of(signer, link_token(signer, letter) + "A"), std::nullopt);
}

}  // namespace
}  // namespace souk::identity
