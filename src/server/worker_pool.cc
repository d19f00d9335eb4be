#include "server/worker_pool.h"

#include <algorithm>
#include <utility>

namespace souk::server {
namespace {

// AddressSanitizer's redzones multiply every frame.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kStackFactor = 8;
#else
constexpr std::size_t kStackFactor = 1;
#endif

}  // namespace

WorkerPool::WorkerPool(PoolLimits limits) : limits_(limits) {}

WorkerPool::~WorkerPool() { stop(); }

void WorkerPool::submit(std::shared_ptr<Job> job) {
  std::unique_lock lock(mutex_);
  if (stopped_ || queue_.size() >= limits_.waiting + limits_.threads - busy_) {
    lock.unlock();
    shed(*job);
    return;
  }
  queue_.push_back({std::move(job), Clock::now()});
  waiting_.store(queue_.size(), std::memory_order_relaxed);
  if (queue_.size() > threads_.size() - busy_ && threads_.size() < limits_.threads) start_thread();
  lock.unlock();
  wake_.notify_one();
}

void WorkerPool::shed_overdue() {
  if (waiting() == 0) return;
  const auto now = Clock::now();
  for (;;) {
    Waiting entry;
    {
      const std::lock_guard lock(mutex_);
      if (queue_.empty() || !overdue(queue_.front(), now)) return;
      entry = std::move(queue_.front());
      queue_.pop_front();
      waiting_.store(queue_.size(), std::memory_order_relaxed);
    }
    shed(*entry.job);
  }
}

void WorkerPool::stop() {
  std::deque<Waiting> left;
  std::vector<pthread_t> threads;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    left.swap(queue_);
    threads.swap(threads_);
    waiting_.store(0, std::memory_order_relaxed);
  }
  wake_.notify_all();
  for (const Waiting& entry : left) shed(*entry.job);
  for (const pthread_t thread : threads) ::pthread_join(thread, nullptr);
}

void WorkerPool::start_thread() {
  pthread_attr_t attributes;
  ::pthread_attr_init(&attributes);
  ::pthread_attr_setstacksize(&attributes, limits_.stack_bytes * kStackFactor);
  pthread_t thread{};
  const auto body = [](void* pool) -> void* {
    static_cast<WorkerPool*>(pool)->work();
    return nullptr;
  };
  // Without a further thread the ones that run take the job; without any it is shed when it is overdue.
  if (::pthread_create(&thread, &attributes, body, this) == 0) threads_.push_back(thread);
  ::pthread_attr_destroy(&attributes);
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
    if (queue_.empty()) return;
    ++busy_;
    Waiting entry = std::move(queue_.front());
    queue_.pop_front();
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    lock.unlock();
    if (overdue(entry, Clock::now()))
      shed(*entry.job);
    else
      entry.job->run();
    entry.job.reset();  // not under the lock: it may hold the last share of a connection
    lock.lock();
    --busy_;
  }
}

void WorkerPool::shed(Job& job) {
  shed_.fetch_add(1, std::memory_order_relaxed);
  job.shed();
}

}  // namespace souk::server
