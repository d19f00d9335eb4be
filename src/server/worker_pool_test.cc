#include "server/worker_pool.h"

#include <atomic>
#include <functional>
#include <latch>

#include <gtest/gtest.h>

namespace souk::server {
namespace {

using namespace std::chrono_literals;

class Call final : public Job {
 public:
  Call(std::function<void()> on_run, std::function<void()> on_shed) : run_(std::move(on_run)), shed_(std::move(on_shed)) {}
  void run() override { run_(); }
  void shed() override { shed_(); }

 private:
  std::function<void()> run_;
  std::function<void()> shed_;
};

std::shared_ptr<Job> job(std::function<void()> run, std::function<void()> shed = [] {}) {
  return std::make_shared<Call>(std::move(run), std::move(shed));
}

TEST(WorkerPool, RunsEveryJobOnce) {
  constexpr int kJobs = 500;
  std::atomic<int> ran{0};
  std::latch done{kJobs};
  WorkerPool pool{{.threads = 4, .waiting = kJobs, .longest_wait = 1min}};

  for (int i = 0; i < kJobs; ++i)
    pool.submit(job([&] {
      ++ran;
      done.count_down();
    }));
  done.wait();

  EXPECT_EQ(ran, kJobs);
  EXPECT_EQ(pool.shed_total(), 0U);
}

TEST(WorkerPool, ShedsAtOnceWhenTheQueueIsFull) {
  std::latch started{1};
  std::latch release{1};
  std::atomic<int> shed{0};
  WorkerPool pool{{.threads = 1, .waiting = 2, .longest_wait = 1min}};
  pool.submit(job([&] {
    started.count_down();
    release.wait();
  }));
  started.wait();

  for (int i = 0; i < 5; ++i) pool.submit(job([] {}, [&] { ++shed; }));

  EXPECT_EQ(shed, 3);
  EXPECT_EQ(pool.waiting(), 2U);
  release.count_down();
}

TEST(WorkerPool, ShedsWhatWaitedTooLongBehindABusyThread) {
  std::latch started{1};
  std::latch release{1};
  std::atomic<int> shed{0};
  WorkerPool pool{{.threads = 1, .waiting = 2, .longest_wait = 300ms}};
  pool.submit(job([&] {
    started.count_down();
    release.wait();
  }));
  started.wait();
  pool.submit(job([] { FAIL() << "ran although overdue"; }, [&] { ++shed; }));

  while (shed == 0) pool.shed_overdue();

  EXPECT_EQ(pool.waiting(), 0U);
  release.count_down();
}

TEST(WorkerPool, ShedsWhatWaitsAndFinishesWhatRunsWhenItStops) {
  std::latch started{1};
  std::latch release{1};
  std::atomic<int> finished{0};
  std::atomic<int> shed{0};
  WorkerPool pool{{.threads = 1, .waiting = 2, .longest_wait = 1min}};
  pool.submit(job([&] {
    started.count_down();
    release.wait();
    ++finished;
  }));
  started.wait();
  pool.submit(job([] {},
                  [&] {
                    ++shed;
                    release.count_down();
                  }));

  pool.stop();
  pool.submit(job([] {}, [&] { ++shed; }));

  EXPECT_EQ(finished, 1);
  EXPECT_EQ(shed, 2);
}

}  // namespace
}  // namespace souk::server
