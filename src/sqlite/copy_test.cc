#include "sqlite/copy.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace souk::sqlite {
namespace {

class CopyTest : public testing::Test {
 protected:
  CopyTest() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    connection_ = Connection::open(folder_ / "test.db").value();
    EXPECT_TRUE(
        connection_->execute("CREATE TABLE p (id INTEGER PRIMARY KEY) STRICT;"
                             "CREATE TABLE c (p INTEGER REFERENCES p (id), v TEXT) STRICT;"
                             "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 'one')"));
  }
  ~CopyTest() override {
    connection_.reset();
    std::filesystem::remove_all(folder_);
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
  std::unique_ptr<Connection> connection_;
};

TEST_F(CopyTest, CopiesWhatIsStillInTheLog) {
  ASSERT_TRUE(copy_database(*connection_, folder_ / "copy.db"));

  const auto copy = Connection::open(folder_ / "copy.db").value();
  EXPECT_EQ(copy->first<std::string>("SELECT v FROM c").value(), "one");
  EXPECT_TRUE(check_database(*copy));
}

TEST_F(CopyTest, CopiesOneInstantWhileOthersWrite) {
  const auto reader = Connection::open(folder_ / "test.db", {.access = OpenOptions::Access::read_only}).value();
  ASSERT_TRUE(copy_database(*reader, folder_ / "copy.db"));
  ASSERT_TRUE(connection_->run("INSERT INTO c VALUES (1, 'later')"));

  const auto copy = Connection::open(folder_ / "copy.db").value();
  EXPECT_EQ(copy->first<int>("SELECT count(*) FROM c").value(), 1);
}

TEST_F(CopyTest, NeverWritesOverAFileThatIsThere) {
  std::ofstream(folder_ / "copy.db") << "precious";

  EXPECT_FALSE(copy_database(*connection_, folder_ / "copy.db"));
  EXPECT_EQ(std::filesystem::file_size(folder_ / "copy.db"), 8u);
}

TEST_F(CopyTest, FindsARowWithoutItsParent) {
  ASSERT_TRUE(connection_->execute("PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (9, 'orphan')"));

  EXPECT_EQ(check_database(*connection_).error().code, ErrorCode::corrupt);
}

TEST_F(CopyTest, FindsADamagedPage) {
  ASSERT_TRUE(connection_->execute("CREATE INDEX c_by_v ON c (v)"));
  ASSERT_TRUE(
      connection_->execute("PRAGMA writable_schema = ON;"
                           "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'p')"
                           " WHERE name = 'c_by_v'"));
  connection_ = Connection::open(folder_ / "test.db").value();

  EXPECT_EQ(check_database(*connection_).error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace souk::sqlite
