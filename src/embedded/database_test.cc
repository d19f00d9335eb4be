#include "embedded/database.h"

#include <atomic>
#include <filesystem>

#include <gtest/gtest.h>

#include "embedded/catalog_sequence.h"
#include "embedded/schema.h"
#include "support/at_once.h"
#include "support/failing_vfs.h"
#include "support/fixed_clock.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

class DatabaseTest : public testing::Test {
 protected:
  std::unique_ptr<Database> open(DatabaseOptions options = {}) {
    return Database::open(path_, clock_, std::move(options)).value();
  }

  support::TempFolder folder_;
  support::FixedClock clock_;
  const std::filesystem::path path_ = folder_.path() / "shop";
};

Result<std::int64_t> count_api_keys(sqlite::Connection& connection) {
  TRY(const auto count, connection.first<std::int64_t>("SELECT count(*) FROM api_keys"));
  return count.value_or(-1);
}

Result<void> add_api_key(sqlite::Connection& connection, std::uint8_t id) {
  TRY(connection.run("INSERT INTO api_keys VALUES (?, 'owner', '', '', ?, 0, '', NULL, NULL, 0)", ApiKeyId{IdBytes{id}},
                     std::array<std::uint8_t, 32>{}));
  return {};
}

TEST_F(DatabaseTest, MakesAFolderThatNobodyElseMayRead) {
  open();

  EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms::owner_all);
  EXPECT_TRUE(std::filesystem::exists(path_ / "souk.db"));
}

TEST_F(DatabaseTest, MakesAFileThatNobodyElseMayReadInWhateverFolder) {
  std::filesystem::create_directories(path_);
  std::filesystem::permissions(path_, std::filesystem::perms::all);
  const auto database = open();

  for (const char* name : {"souk.db", "souk.db-wal"})
    EXPECT_EQ(std::filesystem::status(path_ / name).permissions() & std::filesystem::perms::others_all,
              std::filesystem::perms::none)
        << name;
}

TEST_F(DatabaseTest, KeepsTheModeItWasMadeWith) {
  EXPECT_EQ(open({.mode = ShopMode::development})->mode(), ShopMode::development);

  EXPECT_EQ(open({.mode = ShopMode::production})->mode(), ShopMode::development);
}

TEST_F(DatabaseTest, IsOpenInOneProcessAtATime) {
  auto first = open();

  const auto second = Database::open(path_, clock_);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::invalid_state);
  EXPECT_EQ(second.error().detail, "Another souk process has this shop open");
  EXPECT_TRUE(ProcessLock::is_held(path_));

  first.reset();
  EXPECT_FALSE(ProcessLock::is_held(path_));
  EXPECT_TRUE(Database::open(path_, clock_).has_value());
}

TEST_F(DatabaseTest, RefusesASchemaThatANewerSoukMade) {
  open();
  {
    const auto connection = sqlite::Connection::open(path_ / "souk.db").value();
    ASSERT_TRUE(connection->execute("PRAGMA user_version = 99"));
  }

  const auto refused = Database::open(path_, clock_);

  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_state);
  EXPECT_NE(refused.error().detail.find("newer souk"), std::string::npos);
}

TEST_F(DatabaseTest, RefusesAFileOfAnotherProgram) {
  std::filesystem::create_directories(path_);
  {
    const auto connection = sqlite::Connection::open(path_ / "souk.db").value();
    ASSERT_TRUE(connection->execute("CREATE TABLE theirs (v INTEGER) STRICT"));
  }

  EXPECT_EQ(Database::open(path_, clock_).error().code, ErrorCode::corrupt);
}

TEST_F(DatabaseTest, ReadsWhatWasWritten) {
  const auto database = open();
  ASSERT_TRUE(database->write([](sqlite::Connection& connection) { return add_api_key(connection, 1); }));

  EXPECT_EQ(database->read(count_api_keys).value(), 1);
  EXPECT_EQ(count_api_keys(**database->reader()).value(), 1);
}

TEST_F(DatabaseTest, ReadsOneSnapshotHoweverLongItTakes) {
  const auto database = open();

  const auto counts = database->read([&](sqlite::Connection& connection) -> Result<std::pair<std::int64_t, std::int64_t>> {
    TRY(const auto before, count_api_keys(connection));
    TRY(database->write([](sqlite::Connection& writer) { return add_api_key(writer, 1); }));
    TRY(const auto after, count_api_keys(connection));
    return std::pair(before, after);
  });

  EXPECT_EQ(counts.value(), (std::pair<std::int64_t, std::int64_t>{0, 0}));
  EXPECT_EQ(database->read(count_api_keys).value(), 1);
}

TEST_F(DatabaseTest, KeepsWhatAWriteWithAnInnerErrorLeft) {
  const auto database = open();

  const auto outcome = database->write([](sqlite::Connection& connection) -> Result<Result<int>> {
    TRY(add_api_key(connection, 1));
    return Result<int>(fail(ErrorCode::out_of_stock, "Only 1 left"));
  });

  ASSERT_TRUE(outcome.has_value()) << "committed";
  EXPECT_EQ(outcome->error().code, ErrorCode::out_of_stock);
  EXPECT_EQ(database->read(count_api_keys).value(), 1);
}

TEST_F(DatabaseTest, MovesTheCatalogVersionWithTheCommitAndNotBefore) {
  auto database = open();
  EXPECT_EQ(database->catalog_version(), 0);

  const auto during = database->write([&](sqlite::Connection& connection) -> Result<std::int64_t> {
    TRY(touch_product(connection, ProductId{}));
    return database->catalog_version();
  });

  EXPECT_EQ(during.value(), 0);
  EXPECT_EQ(database->catalog_version(), 1);
  database.reset();
  EXPECT_EQ(open()->catalog_version(), 1);
}

TEST_F(DatabaseTest, DoesNotMoveTheCatalogVersionForAWriteThatFailed) {
  const auto database = open();

  const auto outcome = database->write([](sqlite::Connection& connection) -> Result<void> {
    TRY(touch_product(connection, ProductId{}));
    return fail(ErrorCode::version_conflict, "too late");
  });

  EXPECT_EQ(outcome.error().code, ErrorCode::version_conflict);
  EXPECT_EQ(database->catalog_version(), 0);
}

TEST_F(DatabaseTest, ShowsEachThreadItsOwnWriteAtOnce) {
  const auto database = open();

  const auto seen = support::at_once(16, [&](int i) -> Result<bool> {
    const auto id = static_cast<std::uint8_t>(i);
    TRY(database->write([&](sqlite::Connection& connection) { return add_api_key(connection, id); }));
    TRY(const Reader reader, database->reader());
    TRY(const auto row, reader->first<int>("SELECT 1 FROM api_keys WHERE id = ?", ApiKeyId{IdBytes{id}}));
    return row.has_value();
  });

  for (const auto& mine : seen) EXPECT_TRUE(mine.value());
  EXPECT_EQ(database->read(count_api_keys).value(), 16);
}

TEST_F(DatabaseTest, ReportsAnUnwritableDiskOnceAndGoesOnReading) {
  support::FailingVfs disk;
  std::atomic<int> reports = 0;
  const auto database = open({.vfs = disk.name(), .on_failure = [&](const Error&) { ++reports; }});
  ASSERT_TRUE(database->write([](sqlite::Connection& connection) { return add_api_key(connection, 1); }));
  disk.fail_next_sync();

  const auto lost = database->write([](sqlite::Connection& connection) { return add_api_key(connection, 2); });

  EXPECT_EQ(lost.error().code, ErrorCode::commit_unknown);
  EXPECT_TRUE(database->failed());
  EXPECT_EQ(reports, 1);
  EXPECT_EQ(database->write([](sqlite::Connection& connection) { return add_api_key(connection, 3); }).error().code,
            ErrorCode::unavailable);
  EXPECT_EQ(database->read(count_api_keys).value(), 1);
}

TEST_F(DatabaseTest, RefusesWritesOnAFullDiskAndHealsWhenThereIsRoom) {
  support::FailingVfs disk;
  const auto database = open({.vfs = disk.name()});
  disk.fill_disk();
  EXPECT_EQ(database->write([](sqlite::Connection& connection) { return add_api_key(connection, 1); }).error().code,
            ErrorCode::storage_full);
  EXPECT_EQ(database->read(count_api_keys).value(), 0);

  disk.free_disk();

  EXPECT_TRUE(database->write([](sqlite::Connection& connection) { return add_api_key(connection, 1); }));
}

}  // namespace
}  // namespace souk::embedded
