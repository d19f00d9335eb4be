#include "sqlite/migrations.h"

#include <array>
#include <filesystem>

#include <gtest/gtest.h>

namespace souk::sqlite {
namespace {

class MigrationsTest : public testing::Test {
 protected:
  MigrationsTest() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    connection_ = Connection::open(folder_ / "test.db").value();
  }
  ~MigrationsTest() override {
    connection_.reset();
    std::filesystem::remove_all(folder_);
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
  std::unique_ptr<Connection> connection_;
};

constexpr std::array kSteps{Migration{"one", "CREATE TABLE a (v INTEGER) STRICT"},
                            Migration{"two", "CREATE TABLE b (v INTEGER) STRICT; INSERT INTO b VALUES (2)"}};

TEST_F(MigrationsTest, MigratesOnlyTheMissingSteps) {
  ASSERT_TRUE(migrate(*connection_, 77, std::span(kSteps).first(1)));
  ASSERT_TRUE(connection_->run("INSERT INTO a VALUES (1)"));

  ASSERT_TRUE(migrate(*connection_, 77, kSteps));
  ASSERT_TRUE(migrate(*connection_, 77, kSteps));

  EXPECT_EQ(connection_->first<int>("SELECT count(*) FROM a").value(), 1);
  EXPECT_EQ(connection_->first<int>("SELECT count(*) FROM b").value(), 1);
  EXPECT_EQ(connection_->first<int>("PRAGMA user_version").value(), 2);
}

TEST_F(MigrationsTest, LeavesTheOldSchemaWhenAStepFails) {
  const std::array broken{kSteps[0], Migration{"broken", "CREATE TABLE b (v INTEGER) STRICT; INSERT INTO nowhere VALUES (1)"}};

  EXPECT_FALSE(migrate(*connection_, 77, broken).has_value());

  EXPECT_EQ(connection_->first<int>("PRAGMA user_version").value(), 1);
  EXPECT_EQ(connection_->first<int>("SELECT count(*) FROM sqlite_schema WHERE name = 'b'").value(), 0);
}

TEST_F(MigrationsTest, RefusesASchemaThatANewerProgramMade) {
  ASSERT_TRUE(migrate(*connection_, 77, kSteps));

  const auto refused = migrate(*connection_, 77, std::span(kSteps).first(1));

  EXPECT_EQ(refused.error().code, ErrorCode::invalid_state);
  EXPECT_NE(refused.error().detail.find("newer souk"), std::string::npos);
}

TEST_F(MigrationsTest, RefusesAnotherProgramsDatabase) {
  ASSERT_TRUE(connection_->execute("CREATE TABLE theirs (v INTEGER) STRICT"));

  EXPECT_EQ(migrate(*connection_, 77, kSteps).error().code, ErrorCode::corrupt);
}

TEST_F(MigrationsTest, ChecksASchemaWithoutTouchingIt) {
  ASSERT_TRUE(migrate(*connection_, 77, std::span(kSteps).first(1)));

  EXPECT_TRUE(check_schema(*connection_, 77, kSteps));

  EXPECT_EQ(connection_->first<int>("PRAGMA user_version").value(), 1);
}

}  // namespace
}  // namespace souk::sqlite
