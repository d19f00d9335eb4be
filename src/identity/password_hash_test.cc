#include "identity/password_hash.h"

#include <gtest/gtest.h>

#include "support/fixed_secrets.h"

namespace souk::identity {
namespace {

QuietThreads threads(2);

class OtherSecrets final : public ports::Secrets {
 public:
  ports::SecretKey derive(std::string_view) const override { return {}; }
};

TEST(PasswordHasher, KnowsThePasswordAgainAndNoOther) {
  const PasswordHasher hasher(support::FixedSecrets{}, threads, kCustomerCost);

  const std::string stored = hasher.hash("correct horse").value();

  EXPECT_TRUE(hasher.matches(stored, "correct horse"));
  EXPECT_FALSE(hasher.matches(stored, "correct horse "));
  EXPECT_FALSE(hasher.matches(stored, ""));
}

TEST(PasswordHasher, SaltsEachHashAndSaysWhatItCosts) {
  const PasswordHasher hasher(support::FixedSecrets{}, threads, kCustomerCost);

  const std::string first = hasher.hash("correct horse").value();

  EXPECT_TRUE(first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << first;
  EXPECT_NE(first, hasher.hash("correct horse").value());
}

TEST(PasswordHasher, CannotBeGuessedAgainstWithoutTheShopsSecret) {
  const std::string stored = PasswordHasher(support::FixedSecrets{}, threads, kCustomerCost).hash("correct horse").value();

  EXPECT_FALSE(PasswordHasher(OtherSecrets{}, threads, kCustomerCost).matches(stored, "correct horse"));
}

TEST(PasswordHasher, TellsAHashOfAnotherCost) {
  const PasswordHasher customers(support::FixedSecrets{}, threads, kCustomerCost);
  const PasswordHasher staff(support::FixedSecrets{}, threads, kStaffCost);
  const std::string stored = staff.hash("correct horse").value();

  EXPECT_TRUE(customers.matches(stored, "correct horse"));
  EXPECT_TRUE(customers.is_outdated(stored));
  EXPECT_FALSE(staff.is_outdated(stored));
}

TEST(PasswordHasher, ReadsTheHashThatNobodyHas) {
  const PasswordHasher hasher(support::FixedSecrets{}, threads, kCustomerCost);
  const std::string nobody = "$argon2id$v=19$m=19456,t=2,p=1$" + std::string(22, 'A') + '$' + std::string(43, 'A');

  EXPECT_FALSE(hasher.matches(nobody, "correct horse"));
  EXPECT_FALSE(hasher.is_outdated(nobody)) << "it is understood, so matching it is the whole work";
}

TEST(PasswordHasher, MatchesNothingAgainstWhatIsNoHash) {
  const PasswordHasher hasher(support::FixedSecrets{}, threads, kCustomerCost);

  for (const char* const damaged : {"", "correct horse", "$argon2id$v=19$m=19456,t=2,p=1$", "$2b$12$abcdefghijklmnopqrstuv"})
    EXPECT_FALSE(hasher.matches(damaged, "correct horse")) << damaged;
}

}  // namespace
}  // namespace souk::identity
