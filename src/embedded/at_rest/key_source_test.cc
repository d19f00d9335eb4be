#include "embedded/at_rest/key_source.h"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

namespace fs = std::filesystem;

class KeySourceTest : public testing::Test {
 protected:
  fs::path key_file() const {
    const fs::path file = folder_.path() / "key";
    fingerprint_ = generate_key_file(file).value();
    return file;
  }
  static ErrorCode refused(const KeySource& source) {
    const auto loaded = load_key(source);
    return loaded ? ErrorCode::internal : loaded.error().code;
  }

  support::TempFolder folder_;
  mutable std::string fingerprint_;
};

TEST_F(KeySourceTest, IsNowhereForAShopThatIsNotEncrypted) { EXPECT_FALSE(load_key({}).value().has_value()); }

TEST_F(KeySourceTest, MayBeAFileThatNobodyElseCanRead) {
  const fs::path file = key_file();

  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(load_key({.file = file}).value()->fingerprint(), fingerprint_);
}

TEST_F(KeySourceTest, IsNoFileThatOthersCanUse) {
  const fs::path file = key_file();
  for (const fs::perms others : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(file, fs::perms::owner_read | others);
    EXPECT_EQ(refused({.file = file}), ErrorCode::forbidden);
  }
}

TEST_F(KeySourceTest, IsNoFileOfAnotherUser) {
  const fs::path file = key_file();
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  ASSERT_EQ(::chown(file.c_str(), 12345, 0), 0);

  EXPECT_EQ(refused({.file = file}), ErrorCode::forbidden);
}

TEST_F(KeySourceTest, IsNoFolderNoPipeNothingThatIsNotThereAndNoOtherText) {
  EXPECT_EQ(refused({.file = folder_.path() / "none"}), ErrorCode::not_found);
  EXPECT_EQ(refused({.file = folder_.path()}), ErrorCode::invalid_argument);
  ASSERT_EQ(::mkfifo((folder_.path() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(refused({.file = folder_.path() / "pipe"}), ErrorCode::invalid_argument);
  const fs::path text = folder_.write("text", std::string(100'000, 'x'));
  fs::permissions(text, fs::perms::owner_read);
  EXPECT_EQ(refused({.file = text}), ErrorCode::invalid_argument);
}

TEST_F(KeySourceTest, MayBeWhatACommandPrints) {
  EXPECT_EQ(load_key({.command = "cat " + key_file().string()}).value()->fingerprint(), fingerprint_);
}

TEST_F(KeySourceTest, IsNoCommandThatFailsOrPrintsSomethingElse) {
  EXPECT_EQ(refused({.command = "cat " + key_file().string() + "; exit 3"}), ErrorCode::unavailable);
  EXPECT_EQ(refused({.command = "no-such-command-here 2>/dev/null"}), ErrorCode::unavailable);
  EXPECT_EQ(refused({.command = "echo hello"}), ErrorCode::invalid_argument);
  EXPECT_EQ(refused({.command = "yes"}), ErrorCode::invalid_argument);
}

TEST_F(KeySourceTest, MayBeInTheEnvironmentWhichThenHoldsItNoLonger) {
  std::string text = MasterKey::generate().text();
  ASSERT_EQ(::setenv("SOUK_TEST_KEY", text.c_str(), 1), 0);
  const char* const value = std::getenv("SOUK_TEST_KEY");

  const auto key = load_key({.variable = "SOUK_TEST_KEY"});

  EXPECT_EQ(key.value()->text(), text);
  EXPECT_EQ(std::getenv("SOUK_TEST_KEY"), nullptr);
  EXPECT_EQ(*value, '\0');
  EXPECT_EQ(refused({.variable = "SOUK_TEST_KEY"}), ErrorCode::invalid_argument);
}

TEST_F(KeySourceTest, IsNeverWrittenOver) {
  const fs::path file = key_file();

  EXPECT_EQ(generate_key_file(file).error().code, ErrorCode::invalid_state);
  EXPECT_EQ(load_key({.file = file}).value()->fingerprint(), fingerprint_);
}

}  // namespace
}  // namespace souk::embedded
