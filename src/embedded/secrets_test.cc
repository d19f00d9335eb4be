#include "embedded/secrets.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "embedded/sha256.h"
#include "support/fixed_clock.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

using ports::SecretKey;

bool same(const SecretKey& a, const SecretKey& b) { return std::ranges::equal(a.bytes(), b.bytes()); }

class SecretsTest : public testing::Test {
 protected:
  std::unique_ptr<ports::Secrets> open() { return open_in(folder_.path()); }
  std::unique_ptr<ports::Secrets> open_in(const std::filesystem::path& folder) {
    return open_secrets(*Database::open(folder, clock_).value(), ids_).value();
  }

  std::string file_text() const {
    std::ifstream file(file_);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::string hex(std::span<const std::uint8_t, SecretKey::kBytes> bytes) {
    Sha256 copy;
    std::ranges::copy(bytes, copy.begin());
    return embedded::hex(copy);
  }

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

  EXPECT_FALSE(same(open()->derive("pepper"), open_in(elsewhere.path())->derive("pepper")));
}

TEST_F(SecretsTest, OfAnEncryptedShopCannotBeReadFromItsFiles) {
  const MasterKey key = MasterKey::generate();
  const auto database = Database::open(folder_.path(), clock_, {.key = &key}).value();
  ASSERT_TRUE(open_secrets(*database, ids_));

  const auto root = database->keyring().root(ids_).value();

  EXPECT_EQ(file_text().find(hex(root.bytes())), std::string::npos);
}

TEST_F(SecretsTest, AreNotGuessedWhenTheirFileIsDamaged) {
  folder_.write("shop.key", "short");

  EXPECT_EQ(Database::open(folder_.path(), clock_).error().code, ErrorCode::corrupt);
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
