#include "embedded/group_commit.h"

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "sqlite/transaction.h"
#include "support/failing_vfs.h"
#include "support/temp_folder.h"

namespace souk::embedded {
namespace {

/// A leader at work until it is let go: whoever comes meanwhile waits.
class BusyLeader {
 public:
  explicit BusyLeader(GroupCommit& commits)
      : thread_([this, &commits] {
          EXPECT_TRUE(commits.run([this](sqlite::Connection&) -> Result<void> {
            leading_.count_down();
            go_on_.wait();
            return {};
          }));
        }) {
    leading_.wait();
  }
  ~BusyLeader() { let_go(); }

  void let_go() {
    if (!thread_.joinable()) return;
    go_on_.count_down();
    thread_.join();
  }

 private:
  std::latch leading_{1};
  std::latch go_on_{1};
  std::thread thread_;  // last: it uses the others
};

class GroupCommitTest : public testing::Test {
 protected:
  void start(GroupCommit::Options options = {}) {
    auto writer =
        sqlite::Connection::open(
            file_, {.busy_timeout = std::chrono::milliseconds{20}, .automatic_checkpoints = false, .vfs = vfs_.name()})
            .value();
    EXPECT_TRUE(writer->execute("CREATE TABLE IF NOT EXISTS t (v INTEGER PRIMARY KEY) STRICT"));
    commits_ = std::make_unique<GroupCommit>(std::move(writer), std::move(options));
  }

  Result<void> insert(std::int64_t value) { return commits_->run(inserting(value)); }
  static GroupCommit::Job inserting(std::int64_t value) {
    return [value](sqlite::Connection& connection) -> Result<void> {
      TRY(connection.run("INSERT INTO t VALUES (?)", value));
      return {};
    };
  }

  /// Runs all jobs as one group: the first one holds the lead until the others wait.
  std::vector<Result<void>> run_together(const std::vector<GroupCommit::Job>& jobs) {
    std::vector<Result<void>> outcomes(jobs.size());
    BusyLeader leader(*commits_);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      threads.emplace_back([&, i] { outcomes[i] = commits_->run(jobs[i]); });
      while (commits_->waiting() < i + 1) std::this_thread::yield();
    }
    leader.let_go();
    threads.clear();
    return outcomes;
  }

  std::vector<std::int64_t> stored() {
    const auto reader = sqlite::Connection::open(file_).value();
    return reader->all<std::int64_t>("SELECT v FROM t ORDER BY v").value();
  }

  support::TempFolder folder_;
  support::FailingVfs vfs_;
  const std::filesystem::path file_ = folder_.path() / "test.db";
  std::unique_ptr<GroupCommit> commits_;
};

TEST_F(GroupCommitTest, CommitsEveryThreadsWork) {
  start();
  constexpr int kThreads = 16;
  constexpr int kEach = 50;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) EXPECT_TRUE(insert(t * kEach + i));
      });
    }
  }
  EXPECT_EQ(stored().size(), std::size_t{kThreads * kEach});
}

TEST_F(GroupCommitTest, UndoesOnlyTheJobThatFails) {
  start();
  const auto outcomes = run_together({
      inserting(1),
      [](sqlite::Connection& connection) -> Result<void> {
        TRY(connection.run("INSERT INTO t VALUES (2)"));
        return fail(ErrorCode::out_of_stock, "Only 1 left");
      },
      inserting(3),
  });

  EXPECT_TRUE(outcomes[0]);
  EXPECT_EQ(outcomes[1].error().code, ErrorCode::out_of_stock);
  EXPECT_TRUE(outcomes[2]);
  EXPECT_EQ(stored(), (std::vector<std::int64_t>{1, 3}));
}

TEST_F(GroupCommitTest, LetsAJobUndoAPartAndStillKeepTheRest) {
  start();
  const auto outcome = commits_->run([](sqlite::Connection& connection) -> Result<void> {
    {
      TRY(auto undone, sqlite::Savepoint::open(connection));
      TRY(connection.run("INSERT INTO t VALUES (1)"));
    }
    TRY(connection.run("INSERT INTO t VALUES (2)"));
    return {};
  });

  EXPECT_TRUE(outcome);
  EXPECT_EQ(stored(), std::vector<std::int64_t>{2});
}

TEST_F(GroupCommitTest, ThrowsInTheThreadWhoseJobThrewAndServesTheOthers) {
  start();
  std::atomic<bool> caught = false;
  BusyLeader leader(*commits_);
  std::jthread thrower([&] {
    try {
      std::ignore = commits_->run([](sqlite::Connection& connection) -> Result<void> {
        TRY(connection.run("INSERT INTO t VALUES (2)"));
        throw std::logic_error("a bug");
      });
    } catch (const std::logic_error&) {
      caught = true;
    }
  });
  std::jthread other([&] { EXPECT_TRUE(insert(1)); });
  while (commits_->waiting() < 2) std::this_thread::yield();
  leader.let_go();
  thrower.join();
  other.join();

  EXPECT_TRUE(caught);
  EXPECT_EQ(stored(), std::vector<std::int64_t>{1});
}

TEST_F(GroupCommitTest, AcknowledgesNobodyWhenTheGroupIsRolledBack) {
  start();
  const auto outcomes = run_together({
      inserting(1),
      [](sqlite::Connection& connection) -> Result<void> {  // as SQLite does by itself on some errors
        TRY(connection.execute("ROLLBACK"));
        return fail(ErrorCode::unavailable, "The shop's storage does not answer");
      },
      inserting(3),
  });

  for (const auto& outcome : outcomes) EXPECT_EQ(outcome.error().code, ErrorCode::commit_unknown);
  EXPECT_TRUE(stored().empty());
  EXPECT_TRUE(insert(4)) << "the next group goes on";
}

TEST_F(GroupCommitTest, WritesNothingOfAJobThatGoesOnAfterTheGroupWasRolledBack) {
  start();
  const auto outcome = commits_->run([](sqlite::Connection& connection) -> Result<void> {
    TRY(connection.execute("ROLLBACK"));
    std::ignore = connection.run("INSERT INTO t VALUES (1)");
    return {};
  });

  EXPECT_EQ(outcome.error().code, ErrorCode::commit_unknown);
  EXPECT_TRUE(stored().empty());
}

TEST_F(GroupCommitTest, TellsEveryoneThatADiskIsFullAndGoesOnWhenThereIsRoom) {
  start();
  vfs_.fill_disk();
  const auto outcomes = run_together({inserting(1), inserting(2)});
  for (const auto& outcome : outcomes) EXPECT_EQ(outcome.error().code, ErrorCode::storage_full);

  vfs_.free_disk();

  EXPECT_FALSE(commits_->failed());
  EXPECT_TRUE(insert(3));
  EXPECT_EQ(stored(), std::vector<std::int64_t>{3});
}

TEST_F(GroupCommitTest, StopsForGoodAfterASyncFailed) {
  std::atomic<int> failures = 0;
  start({.on_failure = [&](const Error&) { ++failures; }});
  ASSERT_TRUE(insert(1));
  vfs_.fail_next_sync();

  const auto outcomes = run_together({inserting(2), inserting(3)});

  for (const auto& outcome : outcomes) EXPECT_EQ(outcome.error().code, ErrorCode::commit_unknown);
  EXPECT_TRUE(commits_->failed());
  EXPECT_EQ(insert(4).error().code, ErrorCode::unavailable) << "SQLite itself would report success now";
  EXPECT_EQ(failures, 1);
}

TEST_F(GroupCommitTest, StopsForGoodAfterAWriteFailed) {
  start();
  ASSERT_TRUE(insert(1));
  vfs_.break_writes();

  EXPECT_EQ(insert(2).error().code, ErrorCode::commit_unknown);
  EXPECT_EQ(insert(3).error().code, ErrorCode::unavailable);
}

TEST_F(GroupCommitTest, StopsForGoodWhenACheckpointMeetsABrokenDisk) {
  start({.checkpoint_pages = 1});
  vfs_.fail_next_sync();
  ASSERT_EQ(insert(1).error().code, ErrorCode::commit_unknown);

  EXPECT_TRUE(commits_->failed());
}

TEST_F(GroupCommitTest, ShedsWhenTooManyWait) {
  start({.max_waiting = 2});
  BusyLeader leader(*commits_);
  std::jthread first([&] { EXPECT_TRUE(insert(1)); });
  std::jthread second([&] { EXPECT_TRUE(insert(2)); });
  while (commits_->waiting() < 2) std::this_thread::yield();

  EXPECT_EQ(insert(3).error().code, ErrorCode::overloaded);
  leader.let_go();
}

TEST_F(GroupCommitTest, ShedsAWaiterWhoseTimeIsUpWithoutRunningItsJob) {
  start({.max_wait = std::chrono::milliseconds{1}});
  BusyLeader leader(*commits_);

  EXPECT_EQ(insert(1).error().code, ErrorCode::overloaded);

  leader.let_go();
  EXPECT_TRUE(stored().empty());
}

TEST_F(GroupCommitTest, KeepsTheLogShort) {
  start({.checkpoint_pages = 20});
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(insert(i));

  EXPECT_LT(std::filesystem::file_size(file_.string() + "-wal"), 40u * 4120u);
}

TEST_F(GroupCommitTest, KeepsTheLogBoundedWhileSomebodyAlwaysReads) {
  start({.checkpoint_pages = 20});
  std::atomic<bool> done = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      const auto reader = sqlite::Connection::open(file_, {.access = sqlite::OpenOptions::Access::read_only}).value();
      while (!done) EXPECT_TRUE(reader->first<std::int64_t>("SELECT sum(v) FROM t"));
    });
  }

  for (int i = 0; i < 800; ++i) ASSERT_TRUE(insert(i));
  done = true;

  EXPECT_LT(std::filesystem::file_size(file_.string() + "-wal"), 400u * 4120u);
}

TEST_F(GroupCommitTest, CallsBackAfterTheCommitAndBeforeAnyoneHearsOfIt) {
  std::atomic<std::int64_t> seen = 0;
  start({.after_commit = [&](sqlite::Connection& connection) {
    seen = connection.first<std::int64_t>("SELECT max(v) FROM t").value().value_or(0);
  }});

  ASSERT_TRUE(insert(41));

  EXPECT_EQ(seen, 41);
}

TEST_F(GroupCommitTest, GivesTheWriterToOneWhoWantsItAloneBetweenTwoGroups) {
  start();
  BusyLeader leader(*commits_);
  std::vector<std::jthread> writers;
  for (int value = 1; value <= 3; ++value) writers.emplace_back([this, value] { EXPECT_TRUE(insert(value)); });
  while (commits_->waiting() < 3) std::this_thread::yield();
  bool was_alone = false;
  std::jthread alone([&] {
    EXPECT_TRUE(commits_->between_groups([&](std::unique_ptr<sqlite::Connection>& writer) -> Result<void> {
      was_alone = !writer->in_transaction();
      EXPECT_EQ(writer->first<int>("SELECT count(*) FROM t").value(), 3);
      return {};
    }));
  });
  while (commits_->waiting() < 4) std::this_thread::yield();
  std::jthread late([this] { EXPECT_TRUE(insert(4)); });
  while (commits_->waiting() < 5) std::this_thread::yield();

  leader.let_go();
  alone.join();
  late.join();

  EXPECT_TRUE(was_alone);
}

TEST_F(GroupCommitTest, GoesOnWithTheWriterThatWasPutInItsPlace) {
  start();
  ASSERT_TRUE(insert(1));
  const auto elsewhere = folder_.path() / "elsewhere.db";

  ASSERT_TRUE(commits_->between_groups([&](std::unique_ptr<sqlite::Connection>& writer) -> Result<void> {
    TRY(auto other, sqlite::Connection::open(elsewhere, {.automatic_checkpoints = false}));
    TRY(other->execute("CREATE TABLE t (v INTEGER PRIMARY KEY) STRICT"));
    writer = std::move(other);
    return {};
  }));
  ASSERT_TRUE(insert(2));

  const auto reader = sqlite::Connection::open(elsewhere, {.access = sqlite::OpenOptions::Access::read_only}).value();
  EXPECT_EQ(reader->all<int>("SELECT v FROM t").value(), std::vector{2});
}

TEST_F(GroupCommitTest, TellsTheErrorOfWhoeverHadTheWriterAlone) {
  start();

  EXPECT_EQ(commits_->between_groups([](auto&) -> Result<void> { return fail(ErrorCode::storage_full, "full"); }).error().code,
            ErrorCode::storage_full);
  EXPECT_THROW(std::ignore = commits_->between_groups([](auto&) -> Result<void> { throw std::runtime_error("a bug"); }),
               std::runtime_error);

  EXPECT_TRUE(insert(1));
}

}  // namespace
}  // namespace souk::embedded
