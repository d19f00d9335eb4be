#include "embedded/signer.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "embedded/sha256.h"
#include "support/fixed_clock.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

class SignerTest : public testing::Test {
 protected:
  std::unique_ptr<ports::Signer> open() { return open_signer(file_, ids_).value(); }

  support::TempFolder folder_;
  support::FixedClock clock_;
  support::SeededIds ids_{clock_};
  const std::filesystem::path file_ = folder_.path() / "shop.key";
};

TEST_F(SignerTest, MakesAKeyThatNobodyElseMayRead) {
  open();

  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file_).permissions(), perms::owner_read | perms::owner_write);
  EXPECT_EQ(std::filesystem::file_size(file_), 32u);
}

TEST_F(SignerTest, SignsAlikeAfterARestart) { EXPECT_EQ(open()->sign("cursor", "page 2"), open()->sign("cursor", "page 2")); }

TEST_F(SignerTest, KeepsPurposesAndMessagesApart) {
  const auto signer = open();

  EXPECT_NE(signer->sign("cursor", "page 2"), signer->sign("order_token", "page 2"));
  EXPECT_NE(signer->sign("cursor", "page 2"), signer->sign("cursor", "page 3"));
  EXPECT_NE(signer->sign("cursor", "page"), signer->sign("cursorp", "age"));
}

TEST_F(SignerTest, IsHmacSha256) {
  std::string key;
  for (char byte = 0; byte < 32; ++byte) key += byte;
  std::ofstream(file_, std::ios::binary) << key;

  // Python: hmac.new(bytes(range(32)), b"cursor\0page 2", hashlib.sha256)
  EXPECT_EQ(hex(open()->sign("cursor", "page 2")), "5a8c5791f686b886923a6e6fb33bcdbfff931cea31b88c09be757cf27efac71e");
}

TEST_F(SignerTest, RefusesAKeyFileThatIsDamaged) {
  std::ofstream(file_) << "short";

  EXPECT_EQ(open_signer(file_, ids_).error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace souk::embedded
