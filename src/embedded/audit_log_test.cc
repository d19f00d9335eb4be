#include "embedded/audit_log.h"

#include <gtest/gtest.h>

#include "support/fixed_clock.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

/// Three entries, and somebody who can write to the file and knows how to get round the triggers.
class TamperedAuditLogTest : public testing::Test {
 protected:
  TamperedAuditLogTest() {
    for (const char* target : {"staff_ada", "staff_bob", "staff_eve"})
      EXPECT_TRUE(log_->append({.actor = kOperator, .operation = "inviteStaff"}, target, "[]"));
  }

  bool write(const std::string& sql) {
    return database_->write([&](sqlite::Connection& connection) { return connection.execute(sql); }).has_value();
  }
  void tamper(const std::string& sql) {
    ASSERT_TRUE(
        write("DROP TRIGGER audit_log_is_never_changed; DROP TRIGGER audit_log_is_never_deleted;"
              "DROP TRIGGER audit_head_only_advances;" +
              sql));
  }
  std::optional<std::int64_t> broken_at() { return log_->check().value().broken_at; }

  support::TempFolder folder_;
  support::FixedClock clock_;
  std::unique_ptr<Database> database_ = Database::open(folder_.path(), clock_).value();
  std::unique_ptr<ports::AuditLog> log_ = open_audit_log(*database_, clock_);
};

TEST_F(TamperedAuditLogTest, CannotBeWrittenByTheWayside) {
  EXPECT_FALSE(write("UPDATE audit_log SET actor = 'somebody else' WHERE sequence = 2"));
  EXPECT_FALSE(write("DELETE FROM audit_log WHERE sequence = 3"));
  EXPECT_FALSE(write("UPDATE audit_head SET sequence = 2"));
  EXPECT_EQ(broken_at(), std::nullopt);
}

TEST_F(TamperedAuditLogTest, ShowsAChangedEntry) {
  tamper("UPDATE audit_log SET actor = 'somebody else' WHERE sequence = 2");
  EXPECT_EQ(broken_at(), 2);
}

TEST_F(TamperedAuditLogTest, ShowsAMissingEntry) {
  tamper("DELETE FROM audit_log WHERE sequence = 2");
  EXPECT_EQ(broken_at(), 2);
}

TEST_F(TamperedAuditLogTest, ShowsACutEnd) {
  tamper("DELETE FROM audit_log WHERE sequence = 3");
  EXPECT_EQ(broken_at(), 3);
}

TEST_F(TamperedAuditLogTest, ShowsEntriesThatChangedPlaces) {
  tamper(
      "UPDATE audit_log SET sequence = 9 WHERE sequence = 1; UPDATE audit_log SET sequence = 1 WHERE sequence = 2;"
      "UPDATE audit_log SET sequence = 2 WHERE sequence = 9");
  EXPECT_EQ(broken_at(), 1);
}

TEST_F(TamperedAuditLogTest, ShowsAForgedHead) {
  tamper("UPDATE audit_head SET hash = zeroblob(32)");
  EXPECT_EQ(broken_at(), 3);
}

}  // namespace
}  // namespace souk::embedded
