#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "server/metrics.h"
#include "usecases/due_orders.h"

namespace souk::apps {

/// What the rounds over due orders came to, for /metrics. Thread-safe.
class DueStats {
 public:
  enum class Work { reconcile, expire, give_back, resume_captures };

  void count(Work work, const usecases::DueRound& round);
  std::vector<server::MetricFamily> families() const;

 private:
  struct Counts {
    std::atomic<std::int64_t> left = 0;
    std::atomic<std::int64_t> settled = 0;
    std::atomic<std::int64_t> failed = 0;
  };
  std::array<Counts, 4> counts_{};  // by Work
};

}  // namespace souk::apps

template <>
inline constexpr auto souk::kNames<souk::apps::DueStats::Work> =
    souk::names({"reconcile", "expire", "give_back", "resume_captures"});
