#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "commerce/error/error.h"

namespace souk::apps {

/// What a shop does by itself while it is served: each job on a thread of its own, again and again until it is stopped.
class Workers {
 public:
  /// How many things one round did; more than 0 asks for the next round at once.
  using Round = std::function<Result<std::int64_t>()>;
  struct Job {
    std::string name;
    std::chrono::milliseconds every;
    Round round;
  };
  using Report = std::function<void(const std::string& job, const Error& error)>;

  Workers(std::vector<Job> jobs, Report report);
  ~Workers();  // stops and waits for the rounds under way
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

 private:
  void work(const Job& job);

  const Report report_;
  std::mutex mutex_;  // guards stopped_
  std::condition_variable stop_;
  bool stopped_ = false;
  const std::vector<Job> jobs_;
  std::vector<std::thread> threads_;
};

}  // namespace souk::apps
