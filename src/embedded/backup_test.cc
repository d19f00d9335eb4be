#include "embedded/backup.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "embedded/api_keys.h"
#include "embedded/at_rest/key_rotation.h"
#include "embedded/media_store.h"
#include "embedded/secrets.h"
#include "support/fixed_clock.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

const Act kAct{.actor = kOperator, .operation = "test"};

class BackupTest : public testing::Test {
 protected:
  BackupTest() {
    add_key("first");
    picture_ = open_media_store(shop_ / "media")->put("\x89PNG\r\n\x1a\npixels"s, "png").value();
  }

  void add_key(const std::string& label) {
    ApiKey key{.id = ids_.fresh<ApiKeyId>(), .label = label};
    ASSERT_TRUE(open_api_keys(*database_, clock_)->add(key, kAct));
  }
  static std::size_t keys_in(const fs::path& folder, const ports::Clock& clock) {
    const auto database = Database::open(folder, clock).value();
    return open_api_keys(*database, clock)->all().value().size();
  }
  Result<BackupReport> restored() { return restore(backup_, copy_); }

  support::TempFolder folder_;
  support::FixedClock clock_;
  support::SeededIds ids_{clock_};
  const fs::path shop_ = folder_.path() / "shop";
  const fs::path backup_ = folder_.path() / "backup";
  const fs::path copy_ = folder_.path() / "copy";
  std::unique_ptr<Database> database_ = Database::open(shop_, clock_, {.mode = ShopMode::development}).value();
  std::unique_ptr<ports::Secrets> secrets_ = open_secrets(*database_, ids_).value();
  std::string picture_;
};

TEST_F(BackupTest, RestoresTheWholeShop) {
  const auto backed_up = back_up(*database_, backup_);
  ASSERT_TRUE(backed_up.has_value()) << backed_up.error().cause;
  add_key("after the backup");

  const auto report = restored();

  ASSERT_TRUE(report.has_value()) << report.error().detail << report.error().cause;
  EXPECT_EQ(report->files, 3);
  EXPECT_EQ(backed_up->files, 3);
  EXPECT_EQ(keys_in(copy_, clock_), 1u);
  EXPECT_EQ(Database::open(copy_, clock_).value()->mode(), ShopMode::development);
  EXPECT_TRUE(open_media_store(copy_ / "media")->find(picture_).has_value());
  const auto restored_secrets = open_secrets(*Database::open(copy_, clock_).value(), ids_).value();
  EXPECT_TRUE(std::ranges::equal(restored_secrets->derive("signing").bytes(), secrets_->derive("signing").bytes()));
}

TEST_F(BackupTest, CopiesOneInstantWhileTheShopGoesOnSelling) {
  const auto api_keys = open_api_keys(*database_, clock_);
  std::atomic<bool> done = false;
  std::atomic<std::size_t> acknowledged = 1;
  std::jthread seller([&] {
    while (!done) {
      ASSERT_TRUE(api_keys->add({.id = ids_.fresh<ApiKeyId>(), .label = "sold"}, kAct));
      ++acknowledged;
    }
  });

  for (int round = 0; round < 5; ++round) {
    const fs::path backup = backup_ / std::to_string(round);
    const fs::path copy = copy_ / std::to_string(round);
    const std::size_t before = acknowledged;
    ASSERT_TRUE(back_up(*database_, backup));
    ASSERT_TRUE(restore(backup, copy));
    EXPECT_GE(keys_in(copy, clock_), before);
  }
  done = true;
}

TEST_F(BackupTest, LeavesAManifestThatOtherToolsVerify) {
  ASSERT_TRUE(back_up(*database_, backup_));

  EXPECT_EQ(std::system(("cd " + backup_.string() + " && sha256sum --check --strict --quiet SHA256SUMS").c_str()), 0);
}

TEST_F(BackupTest, WritesIntoNoFolderThatIsInUse) {
  fs::create_directories(backup_);
  std::ofstream(backup_ / "mine") << "precious";

  EXPECT_EQ(back_up(*database_, backup_).error().code, ErrorCode::invalid_state);
  EXPECT_TRUE(fs::exists(backup_ / "mine"));
}

TEST_F(BackupTest, RestoresIntoNoFolderThatIsInUse) {
  ASSERT_TRUE(back_up(*database_, backup_));

  EXPECT_EQ(restore(backup_, shop_).error().code, ErrorCode::invalid_state);
  EXPECT_EQ(open_api_keys(*database_, clock_)->all().value().size(), 1u);
}

TEST_F(BackupTest, RestoresIntoAnEmptyFolderAndLeavesItEmptyWhenItCannot) {
  ASSERT_TRUE(back_up(*database_, backup_));
  fs::create_directories(copy_);
  fs::remove(backup_ / "shop.key");

  EXPECT_EQ(restored().error().code, ErrorCode::corrupt);

  EXPECT_TRUE(fs::is_empty(copy_));
}

TEST_F(BackupTest, RefusesABackupThatDidNotEnd) {
  ASSERT_TRUE(back_up(*database_, backup_));
  fs::remove(backup_ / "SHA256SUMS");

  EXPECT_EQ(restored().error().code, ErrorCode::corrupt);
  EXPECT_FALSE(fs::exists(copy_));
}

TEST_F(BackupTest, RefusesABackupWithOneFlippedByte) {
  ASSERT_TRUE(back_up(*database_, backup_));
  for (const std::string& path : {"souk.db"s, "media/" + picture_.substr(0, 2) + "/" + picture_}) {
    std::fstream file(backup_ / path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(10);
    const int byte = file.peek();
    file.put(static_cast<char>(byte ^ 1));
    file.close();

    EXPECT_EQ(restored().error().code, ErrorCode::corrupt) << path;
    EXPECT_FALSE(fs::exists(copy_));
  }
}

TEST_F(BackupTest, RefusesAManifestThatLeadsElsewhere) {
  ASSERT_TRUE(back_up(*database_, backup_));
  const std::string hash(64, 'a');
  for (const std::string& path : {"../evil"s, "/etc/passwd"s, "media/../souk.db"s, "media/aa/../../x"s, "souk.db-wal"s}) {
    std::ofstream(backup_ / "SHA256SUMS", std::ios::app) << hash << "  " << path << "\n";

    EXPECT_EQ(restored().error().code, ErrorCode::corrupt) << path;
  }
}

/// The same shop, encrypted.
class EncryptedBackupTest : public BackupTest {
 protected:
  EncryptedBackupTest() {
    EXPECT_TRUE(rotate_key(*database_, &key_));
    EXPECT_TRUE(back_up(*database_, backup_));
  }
  Result<BackupReport> restored_with(const MasterKey* key) { return restore(backup_, copy_, key); }

  const MasterKey key_ = MasterKey::generate();
  const MasterKey other_ = MasterKey::generate();
};

TEST_F(EncryptedBackupTest, RestoresTheWholeShopWithItsKeyAlone) {
  EXPECT_EQ(restored_with(nullptr).error().code, ErrorCode::key_rejected);
  EXPECT_EQ(restored_with(&other_).error().code, ErrorCode::key_rejected);
  EXPECT_FALSE(fs::exists(copy_));

  const auto report = restored_with(&key_);

  ASSERT_TRUE(report.has_value()) << report.error().detail << report.error().cause;
  EXPECT_EQ(report->files, 3);
  const auto database = Database::open(copy_, clock_, {.key = &key_}).value();
  EXPECT_EQ(open_api_keys(*database, clock_)->all().value().size(), 1u);
  EXPECT_TRUE(open_media_store(copy_ / "media", &database->keyring())->find(picture_).has_value());
  const auto restored_secrets = open_secrets(*database, ids_).value();
  EXPECT_TRUE(std::ranges::equal(restored_secrets->derive("signing").bytes(), secrets_->derive("signing").bytes()));
}

TEST_F(EncryptedBackupTest, ShowsNothingOfTheShop) {
  for (const auto& entry : fs::recursive_directory_iterator(backup_)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    for (const char* const word : {"first", "pixels", "SQLite format"})
      EXPECT_EQ(bytes.find(word), std::string::npos) << entry.path() << ": " << word;
  }
}

TEST_F(EncryptedBackupTest, LeavesAManifestThatOtherToolsVerifyWithoutTheKey) {
  EXPECT_EQ(std::system(("cd " + backup_.string() + " && sha256sum --check --strict --quiet SHA256SUMS").c_str()), 0);
}

// Whoever can write where the backups lie has no key, but may have another backup of the same shop.
TEST_F(EncryptedBackupTest, RefusesAFileOfAnotherBackup) {
  add_key("later");
  const fs::path later = folder_.path() / "later";
  ASSERT_TRUE(back_up(*database_, later));
  fs::copy_file(later / "souk.db", backup_ / "souk.db", fs::copy_options::overwrite_existing);
  fs::copy_file(later / "SHA256SUMS", backup_ / "SHA256SUMS", fs::copy_options::overwrite_existing);

  EXPECT_EQ(restored_with(&key_).error().code, ErrorCode::corrupt);
}

TEST_F(EncryptedBackupTest, RefusesAManifestThatIsNotSealed) {
  fs::copy_file(backup_ / "SHA256SUMS", backup_ / "SHA256SUMS.sealed", fs::copy_options::overwrite_existing);

  EXPECT_EQ(restored_with(&key_).error().code, ErrorCode::corrupt);
}

TEST_F(BackupTest, TakesNoKeyForABackupThatIsNotEncrypted) {
  const MasterKey key = MasterKey::generate();
  ASSERT_TRUE(back_up(*database_, backup_));

  EXPECT_EQ(restore(backup_, copy_, &key).error().code, ErrorCode::invalid_state);
}

TEST_F(BackupTest, RefusesABackupThatANewerSoukMade) {
  ASSERT_TRUE(database_->write([](sqlite::Connection& connection) { return connection.execute("PRAGMA user_version = 99"); }));
  ASSERT_TRUE(back_up(*database_, backup_));

  EXPECT_EQ(restored().error().code, ErrorCode::invalid_state);
}

}  // namespace
}  // namespace souk::embedded
