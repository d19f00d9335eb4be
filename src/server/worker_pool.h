#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include <pthread.h>

namespace souk::server {

/// Something to do on a pool's thread. Exactly one of the two is called, once.
class Job {
 public:
  virtual ~Job() = default;
  virtual void run() = 0;
  virtual void shed() = 0;  // it will not be run: too much is waiting, or it waited too long
};

struct PoolLimits {
  std::size_t threads;
  std::size_t waiting;                     // more are shed at once
  std::chrono::milliseconds longest_wait;  // older ones are shed: their callers have no time left for the answer
  // Half of what a request needs at most, measured with the deepest JSON and the widest query, and a tenth of the default.
  std::size_t stack_bytes = 512 << 10;
};

/// A bounded pool with a bounded queue. Threads start when they are first needed, and stay. Thread-safe.
class WorkerPool {
 public:
  explicit WorkerPool(PoolLimits limits);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();  // as stop()

  /// Sheds the job right here when the queue is full or the pool has stopped. The pool shares a job with who submitted it.
  void submit(std::shared_ptr<Job> job);
  /// Sheds what has waited too long while all threads are busy. Somebody calls it every few milliseconds.
  void shed_overdue();
  /// Sheds what waits, lets what runs finish, and ends the threads.
  void stop();

  std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }
  std::uint64_t shed_total() const { return shed_.load(std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    std::shared_ptr<Job> job;
    Clock::time_point since;
  };

  void start_thread();  // with mutex_ held
  void work();
  void shed(Job& job);
  bool overdue(const Waiting& entry, Clock::time_point now) const { return now - entry.since > limits_.longest_wait; }

  const PoolLimits limits_;
  std::mutex mutex_{};  // guards all that follows but the atomics; never held while a job runs or is shed
  std::condition_variable wake_{};
  std::deque<Waiting> queue_{};
  std::vector<pthread_t> threads_{};
  std::size_t busy_ = 0;  // threads with a job
  bool stopped_ = false;
  std::atomic<std::size_t> waiting_{0};
  std::atomic<std::uint64_t> shed_{0};
};

}  // namespace souk::server
