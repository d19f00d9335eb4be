#include "embedded/at_rest/key_rotation.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "embedded/api_keys.h"
#include "embedded/at_rest/media_resealing.h"
#include "embedded/backup.h"
#include "embedded/media_store.h"
#include "embedded/secrets.h"
#include "support/fixed_clock.h"
#include "support/seeded_ids.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

const std::string kPicture = "\x89PNG\r\n\x1a\na picture"s;
const Act kAct{.actor = kOperator, .operation = "test"};

class KeyRotationTest : public testing::Test {
 protected:
  std::unique_ptr<Database> open(const MasterKey* key) const { return Database::open(shop_, clock_, {.key = key}).value(); }
  bool opens(const MasterKey* key) const { return Database::open(shop_, clock_, {.key = key}).has_value(); }

  void add_key(Database& database, const std::string& label) {
    ASSERT_TRUE(open_api_keys(database, clock_)->add({.id = ids_.fresh<ApiKeyId>(), .label = label}, kAct));
  }
  std::set<std::string> labels(Database& database) const {
    std::set<std::string> found;
    const auto keys = open_api_keys(database, clock_)->all().value();
    for (const auto& key : keys) found.insert(key.label);
    return found;
  }
  std::unique_ptr<ports::MediaStore> media(const Database& database) const {
    return open_media_store(shop_ / "media", &database.keyring());
  }
  /// The database's files, by name.
  std::set<std::string> database_files() const {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(shop_))
      if (entry.path().extension() == ".db") found.insert(entry.path().filename().string());
    return found;
  }
  std::string all_bytes() const {
    std::string bytes;
    for (const auto& entry : fs::recursive_directory_iterator(shop_)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
  }

  support::TempFolder folder_;
  support::FixedClock clock_;
  support::SeededIds ids_{clock_};
  const fs::path shop_ = folder_.path() / "shop";
  const MasterKey first_ = MasterKey::generate();
  const MasterKey second_ = MasterKey::generate();
};

TEST_F(KeyRotationTest, TurnsAPlainShopIntoAnEncryptedOneAndBack) {
  auto database = open(nullptr);
  add_key(*database, "a label to look for");
  const std::string picture = media(*database)->put(kPicture, "png").value();
  const auto secret = open_secrets(*database, ids_).value()->derive("signing");

  for (const MasterKey* const key : {&first_, &second_, static_cast<const MasterKey*>(nullptr)}) {
    const auto report = rotate_key(*database, key);
    ASSERT_TRUE(report.has_value()) << report.error().detail << report.error().cause;
    EXPECT_GT(report->rows, 0);
    EXPECT_EQ(report->pictures, 1);
    add_key(*database, key == nullptr ? "after" : "after " + key->fingerprint());
    database.reset();

    database = open(key);
    EXPECT_TRUE(labels(*database).contains("a label to look for"));
    EXPECT_EQ(media(*database)->find(picture)->bytes, kPicture);
    EXPECT_TRUE(std::ranges::equal(open_secrets(*database, ids_).value()->derive("signing").bytes(), secret.bytes()));
    EXPECT_EQ(database_files().size(), 1u);
    const std::string bytes = all_bytes();
    EXPECT_EQ(bytes.find("a label to look for") == std::string::npos, key != nullptr);
    EXPECT_EQ(bytes.find("a picture") == std::string::npos, key != nullptr);
  }
  EXPECT_EQ(labels(*database).size(), 4u);
}

TEST_F(KeyRotationTest, LosesNothingThatIsWrittenMeanwhile) {
  auto database = open(&first_);
  std::atomic<bool> done = false;
  std::vector<std::set<std::string>> acknowledged(3);
  std::atomic<int> count = 0;
  {
    std::vector<std::jthread> sellers;
    for (std::size_t seller = 0; seller < acknowledged.size(); ++seller)
      sellers.emplace_back([&, seller] {
        const auto keys = open_api_keys(*database, clock_);
        for (int number = 0; !done; ++number) {
          const std::string label = std::to_string(seller) + "/" + std::to_string(number);
          if (!keys->add({.id = ids_.fresh<ApiKeyId>(), .label = label}, kAct)) continue;
          acknowledged[seller].insert(label);
          ++count;
        }
      });
    while (count < 50) std::this_thread::yield();

    const auto report = rotate_key(*database, &second_);
    EXPECT_TRUE(report.has_value()) << report.error().cause;
    EXPECT_GT(report->replayed, 0);
    const int before = count;
    while (count < before + 50) std::this_thread::yield();
    done = true;
  }
  database.reset();

  database = open(&second_);
  const auto found = labels(*database);
  std::size_t all = 0;
  for (const auto& labels : acknowledged) {
    all += labels.size();
    EXPECT_TRUE(std::ranges::includes(found, labels));
  }
  EXPECT_EQ(found.size(), all);
  EXPECT_FALSE(opens(&first_));
}

TEST_F(KeyRotationTest, LetsWhoReadsReadToTheEnd) {
  const auto database = open(nullptr);
  add_key(*database, "before");
  std::optional<Reader> reader(database->reader().value());
  ASSERT_TRUE((*reader)->run("BEGIN"));
  ASSERT_TRUE((*reader)->first<int>("SELECT count(*) FROM api_keys"));

  ASSERT_TRUE(rotate_key(*database, &first_));
  add_key(*database, "after");

  EXPECT_EQ((*reader)->first<int>("SELECT count(*) FROM api_keys").value(), 1);
  EXPECT_EQ(labels(*database).size(), 2u);
  EXPECT_TRUE(database_files().contains("souk.db"));
  ASSERT_TRUE((*reader)->run("COMMIT"));
  reader.reset();
  EXPECT_EQ(database_files(), std::set<std::string>{"souk-1.db"});
}

TEST_F(KeyRotationTest, IsRefusedForTheSameKeyAndBesideABackup) {
  const auto database = open(&first_);

  EXPECT_EQ(rotate_key(*database, &first_).error().code, ErrorCode::invalid_state);
  const auto backing_up = database->keyring().keep_key();
  std::jthread([&] { EXPECT_EQ(rotate_key(*database, &second_).error().code, ErrorCode::invalid_state); }).join();
}

TEST_F(KeyRotationTest, LeavesTheShopAsItWasWhenItIsBrokenOff) {
  auto database = open(&first_);
  add_key(*database, "before");
  int asked = 0;

  const auto broken_off = rotate_key(*database, &second_, {.go_on = [&] { return ++asked < 2; }});

  EXPECT_EQ(broken_off.error().code, ErrorCode::invalid_state);
  add_key(*database, "after");
  EXPECT_EQ(database_files(), std::set<std::string>{"souk.db"});
  database.reset();
  EXPECT_EQ(labels(*open(&first_)).size(), 2u);
  ASSERT_TRUE(rotate_key(*open(&first_), &second_));
}

/// The process is killed at each step in turn. `from` and `to`: which of the two keys the shop has; null for none.
class KilledRotationTest : public KeyRotationTest, public testing::WithParamInterface<RotationStep> {
 protected:
  void rotate_and_be_killed(const MasterKey* from, const MasterKey* to) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto database = Database::open(shop_, clock_, {.key = from});
      const auto die_there = [](RotationStep step) {
        if (step == GetParam()) ::raise(SIGKILL);
      };
      if (database) std::ignore = rotate_key(**database, to, {.at_step = die_there});
      ::_exit(3);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  }
  bool has_changed() const { return GetParam() >= RotationStep::committed; }

  void check(const MasterKey* from, const MasterKey* to) {
    std::string picture;
    {
      const auto database = open(from);
      add_key(*database, "acknowledged");
      picture = media(*database)->put(kPicture, "png").value();
    }

    rotate_and_be_killed(from, to);

    EXPECT_FALSE(opens(has_changed() ? from : to));
    const auto database = open(has_changed() ? to : from);
    EXPECT_EQ(labels(*database), std::set<std::string>{"acknowledged"});
    EXPECT_EQ(media(*database)->find(picture)->bytes, kPicture);
    EXPECT_EQ(database_files().size(), 1u);
    ASSERT_TRUE(reseal_media(shop_ / "media", database->keyring(), [] { return true; }));
    EXPECT_FALSE(database->keyring().state().media_pending);
    EXPECT_EQ(media(*database)->find(picture)->bytes, kPicture);
    add_key(*database, "goes on");
    EXPECT_TRUE(back_up(*database, folder_.path() / "backup"));
    EXPECT_TRUE(restore(folder_.path() / "backup", folder_.path() / "restored", has_changed() ? to : from));
  }
};

TEST_P(KilledRotationTest, LeavesAShopUnderExactlyOneOfTwoKeys) { check(&first_, &second_); }
TEST_P(KilledRotationTest, LeavesAShopEitherPlainOrEncrypted) { check(nullptr, &first_); }
TEST_P(KilledRotationTest, LeavesAShopEitherEncryptedOrPlain) { check(&first_, nullptr); }

INSTANTIATE_TEST_SUITE_P(AtEachStep, KilledRotationTest,
                         testing::Values(RotationStep::begun, RotationStep::copied, RotationStep::caught_up,
                                         RotationStep::compared, RotationStep::paused, RotationStep::committed,
                                         RotationStep::switched, RotationStep::resealed),
                         [](const auto& step) { return std::string(name_of(step.param)); });

}  // namespace
}  // namespace souk::embedded
