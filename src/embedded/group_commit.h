#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "sqlite/connection.h"

namespace souk::embedded {

/// Many threads' transactions in one: whoever comes first leads, takes all who wait, runs each one's job in a savepoint of its
/// own and commits them together, so that one fsync serves all. (LevelDB's writer queue works like this.)
class GroupCommit {
 public:
  struct Options {
    std::size_t max_waiting = 64;
    std::chrono::milliseconds max_wait{2000};  // in the queue; a job under way is always waited for
    // The log is moved into the database from here on. The index of the log then fits its first 32 KiB, which is there from the
    // start: a commit never needs to grow it, not even on a full disk.
    std::int64_t checkpoint_pages = 3000;
    std::function<void(sqlite::Connection&)> after_commit{};  // before anyone hears of it; must not fail
    std::function<void(const Error&)> on_failure{};           // once, when no further commit can be trusted
  };
  /// What one caller wants done. An Error undoes its own work and nobody else's.
  using Job = std::function<Result<void>(sqlite::Connection&)>;

  GroupCommit(std::unique_ptr<sqlite::Connection> writer, Options options);

  /// Runs `job` on the writer. Ok: durable. The job's own error: undone. Thread-safe; a job must not call this.
  /// Errors of its own: overloaded (too many wait, or for too long; the job did not run), storage_full (nothing was written),
  /// commit_unknown (perhaps written: its outcome was lost with the group's), unavailable (the storage failed earlier).
  Result<void> run(const Job& job);

  /// Runs `work` on the writer while no transaction is open and none can begin; it waits for its turn, however long. What it
  /// puts in the writer's place is the writer from then on. Errors of its own: unavailable (the storage failed earlier).
  Result<void> between_groups(const std::function<Result<void>(std::unique_ptr<sqlite::Connection>& writer)>& work);
  /// Nothing is acknowledged any more: whether a commit is there cannot be told.
  void stop_for_good(const Error& error);

  bool failed() const { return failed_.load(); }
  /// How many wait for their turn now: a gauge.
  std::size_t waiting() const;

 private:
  struct Waiter {
    const Job* job;  // null: wants the writer for itself
    std::condition_variable turn{};
    Result<void> outcome{};
    std::exception_ptr thrown{};
    bool taken = false;  // by a leader
    bool done = false;
  };

  Result<void> wait_for_turn(std::unique_lock<std::mutex>& lock, Waiter& self);
  void lead(std::unique_lock<std::mutex>& lock, Waiter& self);
  void serve_group() noexcept;
  void commit_group();
  Result<void> run_jobs();
  void run_job(Waiter& waiter);
  void give_everyone(const Error& error);
  void checkpoint();
  void hand_over(std::unique_lock<std::mutex>& lock);

  const Options options_;
  std::unique_ptr<sqlite::Connection> writer_;  // the leader's
  std::vector<Waiter*> group_;                  // the leader's: whom it serves now, itself first
  std::int64_t next_checkpoint_ = 0;            // the leader's: at this many pages in the log
  mutable std::mutex mutex_;                    // guards what follows; never held while a job runs
  std::deque<Waiter*> waiting_;
  bool leading_ = false;
  std::atomic<bool> failed_ = false;
};

}  // namespace souk::embedded
