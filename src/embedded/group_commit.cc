#include "embedded/group_commit.h"

#include <algorithm>
#include <utility>

#include "sqlite/transaction.h"

namespace souk::embedded {

namespace {

constexpr std::int64_t kLongLog = 4;  // times the pages at which a checkpoint is due

Error outcome_lost(std::string cause) {
  return Error{ErrorCode::commit_unknown, "It is not known whether this was stored. Try again with the same key.",
               std::move(cause)};
}

Result<void> storage_failed() {
  return fail(ErrorCode::unavailable, "The shop's storage does not answer", "the storage failed earlier");
}

/// What everyone hears when the group's transaction did not come through.
Error of_lost_group(const Error& error) {
  // SQLite reports a full disk before it has written the commit record, so nothing of the group can come back.
  if (error.code == ErrorCode::storage_full) return error;
  return outcome_lost(error.cause);
}

}  // namespace

GroupCommit::GroupCommit(std::unique_ptr<sqlite::Connection> writer, Options options)
    : options_(std::move(options)), writer_(std::move(writer)) {
  group_.reserve(options_.max_waiting);
}

Result<void> GroupCommit::run(const Job& job) {
  Waiter self{&job};
  std::unique_lock lock(mutex_);
  TRY(wait_for_turn(lock, self));
  if (!self.done) lead(lock, self);
  if (self.thrown) std::rethrow_exception(self.thrown);
  return self.outcome;
}

Result<void> GroupCommit::between_groups(const std::function<Result<void>(std::unique_ptr<sqlite::Connection>& writer)>& work) {
  Waiter self{nullptr};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&self);
  self.turn.wait(lock, [&] { return !leading_ && waiting_.front() == &self; });
  waiting_.pop_front();
  leading_ = true;
  lock.unlock();
  Result<void> outcome;
  try {
    outcome = failed_ ? storage_failed() : work(writer_);
  } catch (...) {
    hand_over(lock);
    throw;
  }
  next_checkpoint_ = 0;  // of another file, perhaps
  hand_over(lock);
  return outcome;
}

/// The leader's last step.
void GroupCommit::hand_over(std::unique_lock<std::mutex>& lock) {
  lock.lock();
  leading_ = false;
  if (!waiting_.empty()) waiting_.front()->turn.notify_one();
}

std::size_t GroupCommit::waiting() const {
  const std::scoped_lock lock(mutex_);
  return waiting_.size();
}

/// Until a leader has served `self`, or until it is for `self` to lead.
Result<void> GroupCommit::wait_for_turn(std::unique_lock<std::mutex>& lock, Waiter& self) {
  if (failed_) return storage_failed();
  if (waiting_.size() >= options_.max_waiting)
    return fail(ErrorCode::overloaded, "The shop is busy. Try again in a moment.", "too many waiting writers");
  waiting_.push_back(&self);
  const auto may_go_on = [&] { return self.done || (!leading_ && waiting_.front() == &self); };
  if (self.turn.wait_for(lock, options_.max_wait, may_go_on)) return {};
  if (self.taken) {
    self.turn.wait(lock, [&] { return self.done; });
    return {};
  }
  std::erase(waiting_, &self);
  return fail(ErrorCode::overloaded, "The shop is busy. Try again in a moment.", "waited too long to write");
}

void GroupCommit::lead(std::unique_lock<std::mutex>& lock, Waiter& self) {
  leading_ = true;
  group_.clear();
  for (; !waiting_.empty() && waiting_.front()->job != nullptr; waiting_.pop_front()) {
    group_.push_back(waiting_.front());
    group_.back()->taken = true;
  }

  lock.unlock();
  serve_group();
  lock.lock();
  for (Waiter* const waiter : group_) {
    waiter->done = true;
    if (waiter != &self) waiter->turn.notify_one();  // under the lock: the waiter's turn dies with its call
  }

  lock.unlock();
  checkpoint();
  hand_over(lock);
}

void GroupCommit::serve_group() noexcept {
  try {
    commit_group();
  } catch (...) {  // out of memory, say: how far the commit came is anyone's guess
    const Error unknown{ErrorCode::commit_unknown, {}};
    give_everyone(unknown);
    stop_for_good(unknown);
  }
}

void GroupCommit::commit_group() {
  if (failed_) return give_everyone(outcome_lost("the storage failed earlier"));  // they began to wait before it did
  const auto committed = run_jobs();
  if (writer_->met_io_error()) {
    const Error error = outcome_lost(committed ? "an I/O error on the way to a commit" : committed.error().cause);
    give_everyone(error);
    stop_for_good(error);
  } else if (!committed) {
    give_everyone(of_lost_group(committed.error()));
  } else if (options_.after_commit) {
    options_.after_commit(*writer_);
  }
}

Result<void> GroupCommit::run_jobs() {
  TRY(auto transaction, sqlite::Transaction::begin(*writer_, sqlite::Transaction::Kind::write));
  writer_->write_only_in_transaction(true);
  for (Waiter* const waiter : group_) {
    run_job(*waiter);
    if (writer_->in_transaction()) continue;
    // Some errors make SQLite roll back the whole transaction, which takes the work of those before with it.
    writer_->write_only_in_transaction(false);
    return waiter->outcome
               ? fail(ErrorCode::internal, "Something went wrong in the shop", "a job ended the group's transaction")
               : waiter->outcome;
  }
  writer_->write_only_in_transaction(false);
  return transaction.commit();
}

void GroupCommit::run_job(Waiter& waiter) {
  try {
    auto savepoint = sqlite::Savepoint::open(*writer_);
    if (!savepoint) {
      waiter.outcome = std::unexpected(savepoint.error());
      return;
    }
    waiter.outcome = (*waiter.job)(*writer_);
    if (waiter.outcome) waiter.outcome = savepoint->keep();
  } catch (...) {  // a bug in one job is its caller's to hear, on the caller's own thread
    waiter.thrown = std::current_exception();
    waiter.outcome = fail(ErrorCode::internal, "Something went wrong in the shop");
  }
}

void GroupCommit::give_everyone(const Error& error) {
  for (Waiter* const waiter : group_) waiter->outcome = std::unexpected(error);
}

void GroupCommit::checkpoint() {
  const std::int64_t pages = writer_->wal_pages();
  if (pages < options_.checkpoint_pages) next_checkpoint_ = options_.checkpoint_pages;  // the log has begun anew
  if (failed_ || pages < next_checkpoint_) return;
  // Passive: nobody waits. Once all is moved and no reader needs the log, the next commit begins it anew. Where some reader
  // always needs it, the log grows, until the other mode waits a moment for the readers of now.
  const bool too_long = pages >= kLongLog * options_.checkpoint_pages;
  const auto moved = writer_->checkpoint(too_long ? sqlite::CheckpointMode::truncate : sqlite::CheckpointMode::passive);
  next_checkpoint_ = pages + options_.checkpoint_pages;  // not at every commit beside a long reader, a backup say
  if (!moved && writer_->met_io_error()) stop_for_good(moved.error());  // a full disk is no failure: the log just stays longer
}

void GroupCommit::stop_for_good(const Error& error) {
  if (!failed_.exchange(true) && options_.on_failure) options_.on_failure(error);
}

}  // namespace souk::embedded
