#include "identity/quiet_threads.h"

#include <sys/resource.h>
#include <unistd.h>

namespace souk::identity {
namespace {

// A tenth of the share of a thread that serves requests, when both want the same core.
constexpr int kNiceness = 10;

}  // namespace

QuietThreads::~QuietThreads() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void QuietThreads::run(const std::function<void()>& work) {
  Task task{work};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&task);
  if (waiting_.size() > idle_ && threads_.size() < count_) threads_.emplace_back([this] { serve(); });
  wanted_.notify_one();
  finished_.wait(lock, [&task] { return task.done; });
}

void QuietThreads::serve() {
  // On Linux this is about the calling thread alone, and needs no right. Not getting it only costs smoothness.
  (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    wanted_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    --idle_;
    if (waiting_.empty()) return;
    Task* const task = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    task->work();
    lock.lock();
    task->done = true;
    finished_.notify_all();
  }
}

}  // namespace souk::identity
