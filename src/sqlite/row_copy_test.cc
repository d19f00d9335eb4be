#include "sqlite/row_copy.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <optional>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sqlite/row_watch.h"

namespace souk::sqlite {
namespace {

constexpr std::size_t kEnough = 100'000;

// Every kind of table that a shop has, with what changes rows behind a statement's back.
constexpr const char* kSchema = R"sql(
CREATE TABLE parents (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE children (
  parent_id INTEGER NOT NULL REFERENCES parents (id) ON DELETE CASCADE,
  number INTEGER NOT NULL, data BLOB, PRIMARY KEY (parent_id, number)) STRICT, WITHOUT ROWID;
CREATE TABLE "odd ""names""" (key TEXT NOT NULL PRIMARY KEY, weight REAL) STRICT;
CREATE INDEX children_by_data ON children (data) WHERE data IS NOT NULL;
CREATE TABLE log (what TEXT NOT NULL) STRICT;
CREATE TRIGGER parents_are_logged AFTER UPDATE ON parents BEGIN INSERT INTO log VALUES (old.name || ' became ' || new.name); END;
CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
PRAGMA user_version = 7;
PRAGMA application_id = 42;
)sql";

class RowCopyTest : public testing::Test {
 protected:
  RowCopyTest() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    writer_ = Connection::open(folder_ / "original.db").value();
    do_it(kSchema);
    for (int id = 1; id <= 20; ++id) {
      const std::string number = std::to_string(id);
      do_it("INSERT INTO parents VALUES (" + number + ", 'name " + number + "')");
      do_it("INSERT INTO children VALUES (" + number + ", 1, NULL), (" + number + ", 2, x'00ff" + (id < 10 ? "0" : "") +
            number + "')");
      do_it("INSERT INTO \"odd \"\"names\"\"\" VALUES ('k" + number + "', " + number + ".5)");
    }
  }
  ~RowCopyTest() override {
    writer_.reset();
    std::filesystem::remove_all(folder_);
  }

  void do_it(const std::string& sql) {
    const auto done = writer_->execute(sql);
    ASSERT_TRUE(done.has_value()) << sql << ": " << done.error().cause;
  }
  std::unique_ptr<RowCopy> copied(std::span<const std::uint8_t> key = {}) {
    auto copy = RowCopy::open(folder_ / "original.db", {}, folder_ / "copy.db", key);
    if (!copy) throw std::runtime_error(copy.error().cause);
    if (!(*copy)->see_now() || !(*copy)->copy_all() || !(*copy)->commit() || !(*copy)->make_durable())
      throw std::runtime_error("the copy fails");
    return *std::move(copy);
  }
  /// The comparison of everything, as the original is now.
  Result<void> compared(RowCopy& copy) {
    TRY(copy.see_now());
    const auto same = copy.compare_all();
    TRY(copy.commit());
    return same;
  }
  Result<void> bring_over(RowCopy& copy, const TouchedRows& rows) {
    TRY(copy.see_now());
    TRY(copy.copy(rows));
    TRY(copy.compare(rows));
    return copy.commit();
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) /
      (std::string("row_copy_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  std::unique_ptr<Connection> writer_;
};

TEST_F(RowCopyTest, HoldsTheSameUnderAKeyOfItsOwn) {
  std::array<std::uint8_t, 32> key{};
  key.fill(7);
  {
    const auto copy = copied(key);
    EXPECT_TRUE(compared(*copy).has_value());
  }

  std::ifstream file(folder_ / "copy.db", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(bytes.find("name 1"), std::string::npos);
  const auto opened = Connection::open(folder_ / "copy.db", {.key = key}).value();
  EXPECT_EQ(opened->first<std::string>("SELECT name FROM parents WHERE id = 20").value(), "name 20");
  EXPECT_EQ(opened->first<int>("PRAGMA user_version").value(), 7);
  EXPECT_EQ(opened->first<int>("PRAGMA application_id").value(), 42);
  EXPECT_EQ(opened->first<std::string>("PRAGMA integrity_check").value(), "ok");
  EXPECT_EQ(Connection::open(folder_ / "copy.db").error().code, ErrorCode::corrupt);
}

TEST_F(RowCopyTest, LeavesOutWhatCameAfterItsInstant) {
  auto copy = RowCopy::open(folder_ / "original.db", {}, folder_ / "copy.db", {}).value();
  ASSERT_TRUE(copy->see_now());

  do_it("INSERT INTO parents VALUES (99, 'too late')");
  ASSERT_TRUE(copy->copy_all());
  ASSERT_TRUE(copy->compare_all());
  ASSERT_TRUE(copy->commit());

  EXPECT_EQ(compared(*copy).error().code, ErrorCode::corrupt);
}

TEST_F(RowCopyTest, FindsAnyDifference) {
  for (const char* const change :
       {"INSERT INTO log VALUES ('x')", "DELETE FROM children WHERE parent_id = 3",
        "UPDATE parents SET name = 'x' WHERE id = 1", "UPDATE children SET data = NULL WHERE parent_id = 20",
        "UPDATE \"odd \"\"names\"\"\" SET weight = 1.25 WHERE key = 'k1'", "CREATE INDEX one_more ON log (what)",
        "DROP TRIGGER log_is_never_changed"}) {
    std::filesystem::remove(folder_ / "copy.db");
    std::filesystem::remove(folder_ / "copy.db-wal");
    const auto copy = copied();
    ASSERT_TRUE(compared(*copy));
    do_it(change);
    EXPECT_EQ(compared(*copy).error().code, ErrorCode::corrupt) << change;
  }
}

TEST_F(RowCopyTest, FollowsWhateverIsWritten) {
  const auto copy = copied();
  RowWatch watch(*writer_, copy->tables(), kEnough);

  do_it("INSERT INTO parents VALUES (50, 'fifty'); INSERT INTO children VALUES (50, 1, x'01')");
  do_it("UPDATE parents SET name = 'sixty' WHERE id = 6");       // a trigger writes too
  do_it("DELETE FROM parents WHERE id = 7");                     // cascades
  do_it("INSERT OR REPLACE INTO parents VALUES (8, 'name 9')");  // takes 9's place, whose children go
  do_it("UPDATE parents SET id = 77 WHERE id = 10 AND 0; UPDATE children SET number = 9 WHERE parent_id = 11 AND number = 1");
  do_it(
      "UPDATE parents SET name = 'a' WHERE id = 1; UPDATE parents SET name = 'name 1' WHERE id = 2;"
      "UPDATE parents SET name = 'name 2' WHERE id = 1");  // they exchange what must be unique
  do_it("DELETE FROM \"odd \"\"names\"\"\"");
  do_it("BEGIN; DELETE FROM children; ROLLBACK");

  ASSERT_TRUE(bring_over(*copy, watch.take().value()));
  EXPECT_TRUE(compared(*copy).has_value());
  EXPECT_TRUE(watch.take()->empty());
}

TEST_F(RowCopyTest, HearsOfADeleteThatWasCompiledBefore) {
  ASSERT_TRUE(writer_->run("DELETE FROM log"));  // kept: it would empty the table at one stroke
  do_it("INSERT INTO log VALUES ('a'), ('b')");
  const auto copy = copied();
  RowWatch watch(*writer_, copy->tables(), kEnough);

  ASSERT_TRUE(writer_->run("DELETE FROM log"));

  EXPECT_EQ(count_of(watch.take().value()), 2u);
}

TEST_F(RowCopyTest, SaysWhenThereWereMoreRowsThanItKeepsInMind) {
  RowWatch watch(*writer_, tables_of(*writer_).value(), 10);

  do_it("UPDATE children SET number = number + 10");

  EXPECT_EQ(watch.take().error().code, ErrorCode::overloaded);
}

TEST_F(RowCopyTest, CopiesNoTableWhoseRowsAreNotAllOfIt) {
  do_it("CREATE VIRTUAL TABLE words USING fts5 (text)");

  EXPECT_EQ(tables_of(*writer_).error().code, ErrorCode::internal);
}

RC_GTEST_FIXTURE_PROP(RowCopyTest, IsTheSameAfterAnyWritesInAnyRounds, ()) {
  std::filesystem::remove(folder_ / "copy.db");
  std::filesystem::remove(folder_ / "copy.db-wal");
  const auto copy = copied();
  RowWatch watch(*writer_, copy->tables(), kEnough);
  const auto any = [] { return std::to_string(*rc::gen::inRange(1, 12)); };
  const int writes = *rc::gen::inRange(1, 40);
  for (int write = 0; write < writes; ++write) {
    const std::string a = any(), b = any();
    std::string sql;
    switch (*rc::gen::inRange(0, 9)) {
      case 0: sql = "INSERT OR REPLACE INTO parents VALUES (" + a + ", 'name " + b + "')"; break;
      case 1: sql = "DELETE FROM parents WHERE id = " + a; break;
      case 2: sql = "UPDATE OR REPLACE parents SET name = 'name " + b + "' WHERE id = " + a; break;
      case 3:
        sql = "INSERT OR REPLACE INTO children SELECT " + a + ", " + b +
              ", NULL WHERE EXISTS (SELECT 1 FROM parents WHERE id = " + a + ")";
        break;
      case 4: sql = "UPDATE OR REPLACE children SET number = " + b + " WHERE parent_id = " + a; break;
      case 5: sql = "INSERT OR REPLACE INTO \"odd \"\"names\"\"\" VALUES ('k" + a + "', " + b + ")"; break;
      case 6: sql = "DELETE FROM log"; break;
      case 7: sql = "UPDATE OR REPLACE \"odd \"\"names\"\"\" SET key = 'k" + b + "' WHERE key = 'k" + a + "'"; break;
      case 8: RC_ASSERT(bring_over(*copy, watch.take().value()).has_value()); continue;
    }
    RC_ASSERT(writer_->execute(sql).has_value());
  }

  RC_ASSERT(bring_over(*copy, watch.take().value()).has_value());

  RC_ASSERT(compared(*copy).has_value());
}

}  // namespace
}  // namespace souk::sqlite
