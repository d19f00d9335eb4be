#include "sqlite/connection.h"

#include <filesystem>
#include <limits>

#include <gtest/gtest.h>

#include "sqlite/transaction.h"

namespace souk::sqlite {
namespace {

class ConnectionTest : public testing::Test {
 protected:
  ConnectionTest() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    connection_ = open();
  }
  ~ConnectionTest() override {
    connection_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::unique_ptr<Connection> open(const OpenOptions& options = {}) {
    return std::move(Connection::open(file_, options)).value();
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
  const std::filesystem::path file_ = folder_ / "test.db";
  std::unique_ptr<Connection> connection_;
};

TEST_F(ConnectionTest, WritesAheadSyncsFullyAndHoldsForeignKeys) {
  EXPECT_EQ(connection_->first<std::string>("PRAGMA journal_mode").value(), "wal");
  EXPECT_EQ(connection_->first<int>("PRAGMA synchronous").value(), 2);
  EXPECT_EQ(connection_->first<int>("PRAGMA foreign_keys").value(), 1);
  EXPECT_EQ(connection_->first<int>("PRAGMA mmap_size").value().value_or(0), 0);
}

TEST_F(ConnectionTest, MakesFilesThatNobodyElseMayRead) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (v INTEGER) STRICT"));

  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file_).permissions(), perms::owner_read | perms::owner_write);
  EXPECT_EQ(std::filesystem::status(file_.string() + "-wal").permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(ConnectionTest, GivesBackEveryTypeAsItWasBound) {
  const Instant noon{std::chrono::milliseconds{1'773'480'000'123}};
  OrderId order;
  for (std::size_t i = 0; i < order.bytes.size(); ++i) order.bytes[i] = static_cast<std::uint8_t>(i * 11);
  const Blob bytes{0, 1, 255};

  auto row = connection_->query("SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?", std::numeric_limits<std::int64_t>::min(), true, 0.5, "it's",
                                std::string("a\0b", 3), bytes, noon, order, std::optional<int>{});

  ASSERT_TRUE(row.has_value());
  ASSERT_TRUE(row->next().value());
  EXPECT_EQ(row->column<std::int64_t>(0), std::numeric_limits<std::int64_t>::min());
  EXPECT_TRUE(row->column<bool>(1));
  EXPECT_EQ(row->column<double>(2), 0.5);
  EXPECT_EQ(row->column<std::string>(3), "it's");
  EXPECT_EQ(row->column<std::string>(4), std::string("a\0b", 3));
  EXPECT_EQ(row->column<Blob>(5), bytes);
  EXPECT_EQ(row->column<Instant>(6), noon);
  EXPECT_EQ(row->column<OrderId>(7), order);
  EXPECT_EQ(row->column<std::optional<int>>(8), std::nullopt);
}

TEST_F(ConnectionTest, BindsAnEmptyTextAndAnEmptyBlobAsThemselvesNotAsNull) {
  const auto row = connection_->first<std::string, std::string>("SELECT typeof(?), typeof(?)", std::string_view{}, Blob{});

  EXPECT_EQ(row.value(), (std::tuple<std::string, std::string>("text", "blob")));
}

TEST_F(ConnectionTest, RefusesAnotherNumberOfValuesThanParameters) {
  EXPECT_EQ(connection_->run("SELECT ?", 1, 2).error().code, ErrorCode::internal);
  EXPECT_EQ(connection_->run("SELECT ?").error().code, ErrorCode::internal);
}

TEST_F(ConnectionTest, ThrowsForAnIdThatIsNotTwentyTwoBytes) {
  EXPECT_THROW(connection_->first<OrderId>("SELECT x'00'").value(), std::runtime_error);
}

TEST_F(ConnectionTest, TellsATakenKeyFromEveryOtherRefusal) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (k TEXT PRIMARY KEY, v INTEGER CHECK (v > 0)) STRICT"));

  EXPECT_TRUE(connection_->run_unless_taken("INSERT INTO t VALUES (?, ?)", "a", 1).value());
  EXPECT_FALSE(connection_->run_unless_taken("INSERT INTO t VALUES (?, ?)", "a", 2).value());
  EXPECT_EQ(connection_->run_unless_taken("INSERT INTO t VALUES (?, ?)", "b", 0).error().code, ErrorCode::internal);
}

TEST_F(ConnectionTest, RunsAReturningStatementToItsEndSoThatForeignKeysAreChecked) {
  ASSERT_TRUE(connection_->execute(
      "CREATE TABLE p (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE c (p INTEGER REFERENCES p (id)) STRICT"));

  const auto inserted = connection_->first<std::int64_t>("INSERT INTO c VALUES (7) RETURNING p");

  EXPECT_FALSE(inserted.has_value());
  EXPECT_EQ(connection_->first<int>("SELECT count(*) FROM c").value(), 0);
}

TEST_F(ConnectionTest, LendsTheSameTextTwiceAtATime) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (v INTEGER) STRICT; INSERT INTO t VALUES (1), (2)"));
  auto outer = connection_->query("SELECT v FROM t ORDER BY v");
  auto inner = connection_->query("SELECT v FROM t ORDER BY v");

  ASSERT_TRUE(outer->next().value());
  ASSERT_TRUE(inner->next().value());
  ASSERT_TRUE(inner->next().value());

  EXPECT_EQ(outer->column<int>(0), 1);
  EXPECT_EQ(inner->column<int>(0), 2);
}

TEST_F(ConnectionTest, KeepsNoReadLockAfterAStatementIsGone) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (v INTEGER) STRICT; INSERT INTO t VALUES (1), (2)"));
  const auto reader = open({.access = OpenOptions::Access::read_only});

  EXPECT_EQ(reader->first<int>("SELECT v FROM t").value(), 1);

  const auto moved = connection_->checkpoint(CheckpointMode::truncate);
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(std::filesystem::file_size(file_.string() + "-wal"), 0u);
}

TEST_F(ConnectionTest, CannotWriteWhenOpenedForReading) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (v INTEGER) STRICT"));
  const auto reader = open({.access = OpenOptions::Access::read_only});

  EXPECT_EQ(reader->run("INSERT INTO t VALUES (1)").error().code, ErrorCode::unavailable);
}

TEST_F(ConnectionTest, CallsAFileThatIsNoDatabaseCorrupt) {
  connection_.reset();
  std::filesystem::remove(file_);
  std::FILE* file = std::fopen(file_.c_str(), "w");
  for (int i = 0; i < 4096; ++i) std::fputc('x', file);
  std::fclose(file);

  EXPECT_EQ(Connection::open(file_).error().code, ErrorCode::corrupt);
}

TEST_F(ConnectionTest, UndoesATransactionThatIsNotCommitted) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (v INTEGER) STRICT"));
  {
    auto transaction = Transaction::begin(*connection_, Transaction::Kind::write);
    ASSERT_TRUE(connection_->run("INSERT INTO t VALUES (1)"));
  }
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(connection_->first<int>("SELECT count(*) FROM t").value(), 0);
}

TEST_F(ConnectionTest, UndoesASavepointAloneAndKeepsWhatIsAroundIt) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (v INTEGER) STRICT"));
  auto transaction = Transaction::begin(*connection_, Transaction::Kind::write);
  ASSERT_TRUE(connection_->run("INSERT INTO t VALUES (1)"));
  {
    auto outer = Savepoint::open(*connection_);
    ASSERT_TRUE(connection_->run("INSERT INTO t VALUES (2)"));
    {
      auto inner = Savepoint::open(*connection_);
      ASSERT_TRUE(connection_->run("INSERT INTO t VALUES (3)"));
    }
    ASSERT_TRUE(outer->keep());
  }
  ASSERT_TRUE(transaction->commit());

  EXPECT_EQ(connection_->all<int>("SELECT v FROM t ORDER BY v").value(), (std::vector<int>{1, 2}));
}

TEST_F(ConnectionTest, WritesNothingOutsideATransactionWhileGuarded) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (v INTEGER) STRICT"));
  connection_->write_only_in_transaction(true);

  EXPECT_EQ(connection_->run("INSERT INTO t VALUES (1)").error().code, ErrorCode::commit_unknown);
  EXPECT_EQ(connection_->first<int>("SELECT count(*) FROM t").value(), 0);
}

TEST_F(ConnectionTest, ReportsAFullDatabaseAsStorageFull) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (v BLOB) STRICT; PRAGMA max_page_count = 4"));

  EXPECT_EQ(connection_->run("INSERT INTO t VALUES (zeroblob(100000))").error().code, ErrorCode::storage_full);
}

}  // namespace
}  // namespace souk::sqlite
