#include "apps/workers.h"

namespace souk::apps {

Workers::Workers(std::vector<Job> jobs, Report report) : report_(std::move(report)), jobs_(std::move(jobs)) {
  for (const Job& job : jobs_) threads_.emplace_back([this, &job] { work(job); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stop_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::work(const Job& job) {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    lock.unlock();
    const auto done = job.round();
    if (!done) report_(job.name, done.error());
    lock.lock();
    if (done && *done > 0) continue;
    stop_.wait_for(lock, job.every, [this] { return stopped_; });
  }
}

}  // namespace souk::apps
