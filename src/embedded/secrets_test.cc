#include "embedded/secrets.h"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "support/fixed_clock.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

using ports::SecretKey;

bool same(const SecretKey& a, const SecretKey& b) { return std::ranges::equal(a.bytes(), b.bytes()); }

class SecretsTest : public testing::Test {
 protected:
  std::unique_ptr<ports::Secrets> open() { return open_secrets(folder_.path(), ids_).value(); }

  support::TempFolder folder_;
  support::FixedClock clock_;
  support::SeededIds ids_{clock_};
  const std::filesystem::path file_ = folder_.path() / "shop.key";
};

TEST_F(SecretsTest, AreMadeAtTheFirstStartAndReadableByNobodyElse) {
  open();

  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file_).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(SecretsTest, AreTheSameAfterARestart) { EXPECT_TRUE(same(open()->derive("pepper"), open()->derive("pepper"))); }

TEST_F(SecretsTest, OfTwoPurposesDiffer) {
  const auto secrets = open();

  EXPECT_FALSE(same(secrets->derive("pepper"), secrets->derive("signing")));
  EXPECT_FALSE(same(secrets->derive("pepper"), secrets->derive("")));
}

TEST_F(SecretsTest, OfTwoShopsDiffer) {
  const support::TempFolder elsewhere;

  EXPECT_FALSE(same(open()->derive("pepper"), open_secrets(elsewhere.path(), ids_).value()->derive("pepper")));
}

TEST_F(SecretsTest, AreNotGuessedWhenTheirFileIsDamaged) {
  folder_.write("shop.key", "short");

  EXPECT_EQ(open_secrets(folder_.path(), ids_).error().code, ErrorCode::corrupt);
}

TEST(SecretKeys, LeaveNothingWhereTheyWereMovedFrom) {
  SecretKey key;
  std::ranges::fill(key.writable(), std::uint8_t{7});

  const SecretKey moved = std::move(key);

  EXPECT_TRUE(std::ranges::all_of(moved.bytes(), [](auto byte) { return byte == 7; }));
  EXPECT_TRUE(std::ranges::all_of(key.bytes(), [](auto byte) { return byte == 0; }));  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace souk::embedded
