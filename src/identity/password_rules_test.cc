#include "identity/password_rules.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "support/temp_folder.h"

namespace souk::identity {
namespace {

std::string verdict(std::string_view password, std::size_t minimum = kCustomerMinimum, const BreachList& breached = {}) {
  const auto checked = check_new_password(password, "ada.lovelace@example.com", minimum, breached, "/password");
  if (checked) return "good";
  EXPECT_EQ(checked.error().pointer, "/password");
  return std::string(name_of(checked.error().code));
}

TEST(PasswordRules, AskForLengthAndNothingElse) {
  EXPECT_EQ(verdict("qzvbxwj"), "weak_password");
  EXPECT_EQ(verdict("qzvbxwjk"), "good");
  EXPECT_EQ(verdict("a perfectly ordinary sentence"), "good");
  EXPECT_EQ(verdict(std::string(64, ' ') + "!"), "good");
}

TEST(PasswordRules, CountCharactersAndNotBytes) {
  EXPECT_EQ(verdict("äöüßäöü"), "weak_password");
  EXPECT_EQ(verdict("äöüßäöüß"), "good");
}

TEST(PasswordRules, AskMoreOfStaff) {
  EXPECT_EQ(verdict("fourteen chars", kStaffMinimum), "weak_password");
  EXPECT_EQ(verdict("fifteen letters", kStaffMinimum), "good");
}

TEST(PasswordRules, RefuseWhatEveryoneTriesFirst) {
  for (const char* const common : {"password", "12345678", "qwertyuiop", "Password1", "PASSWORD", "iloveyou", "1q2w3e4r5t"})
    EXPECT_EQ(verdict(common), "weak_password") << common;
}

TEST(PasswordRules, RefuseTheAddressItself) {
  EXPECT_EQ(verdict("ada.lovelace@example.com"), "weak_password");
  EXPECT_EQ(verdict("Ada.Lovelace@Example.com"), "weak_password");
}

TEST(PasswordRules, RefuseWhatWouldOnlyCostTime) {
  EXPECT_EQ(verdict(std::string(1024, 'x') + "y"), "too_long");
  EXPECT_EQ(verdict(std::string(1023, 'x') + "y"), "good");
  EXPECT_FALSE(check_password_size(std::string(1025, 'x'), "/password"));
}

TEST(BreachList, KnowsHundredsOfThousands) { EXPECT_GT(BreachList{}.size(), 400'000u); }

TEST(BreachList, TakesFurtherPasswordsFromAFile) {
  const support::TempFolder folder;
  std::ofstream(folder.path() / "list.txt") << "Morgenkai tea house\r\nfriesengold blend\n\n";

  const BreachList list = BreachList::with_file(folder.path() / "list.txt").value();

  EXPECT_EQ(list.size(), BreachList{}.size() + 2);
  EXPECT_TRUE(list.contains("morgenkai tea house"));
  EXPECT_TRUE(list.contains("friesengold blend"));
  EXPECT_TRUE(list.contains("password"));
  EXPECT_FALSE(BreachList{}.contains("friesengold blend"));
  EXPECT_EQ(BreachList::with_file(folder.path() / "absent.txt").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace souk::identity
