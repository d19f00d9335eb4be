#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace souk::identity {

/// Threads for long work on the processor, which give way to everything else that wants it: a storm of logins must not slow
/// down who is shopping. They start when they are first needed. Thread-safe.
class QuietThreads {
 public:
  explicit QuietThreads(std::size_t count) : count_(count) {}
  QuietThreads(const QuietThreads&) = delete;
  QuietThreads& operator=(const QuietThreads&) = delete;
  ~QuietThreads();

  /// Returns once `work`, which must not throw, has been done. Callers bound how many wait.
  void run(const std::function<void()>& work);

 private:
  struct Task {
    const std::function<void()>& work;
    bool done = false;
  };
  void serve();

  const std::size_t count_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable wanted_, finished_;
  std::deque<Task*> waiting_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace souk::identity
