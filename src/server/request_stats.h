#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/metrics.h"

namespace souk::server {

/// What one I/O thread counts. Written by that thread alone, so its lock is free but while somebody looks at /metrics.
class RequestStats {
 public:
  void count_request(std::string_view route, int status, std::chrono::microseconds took, std::size_t bytes_sent);
  void connection_opened() { open_connections_.fetch_add(1, std::memory_order_relaxed); }
  void connection_closed() { open_connections_.fetch_sub(1, std::memory_order_relaxed); }
  void request_begun() { in_flight_.fetch_add(1, std::memory_order_relaxed); }
  void request_ended() { in_flight_.fetch_sub(1, std::memory_order_relaxed); }

  std::int64_t open_connections() const { return open_connections_.load(std::memory_order_relaxed); }
  std::int64_t in_flight() const { return in_flight_.load(std::memory_order_relaxed); }

 private:
  friend std::vector<MetricFamily> request_metrics(const std::vector<const RequestStats*>& threads);

  // Upper bounds in microseconds: fine where a cached read lies, and around the promised 500 ms.
  static constexpr std::array<std::int64_t, 12> kBounds{100,    250,    500,    1'000,   2'500,   5'000,
                                                        10'000, 25'000, 50'000, 100'000, 250'000, 500'000};

  struct Route {
    std::array<std::uint64_t, 6> by_class{};                    // [2] counts the 2xx
    std::array<std::uint64_t, kBounds.size() + 1> in_bucket{};  // not cumulative; the last one: slower than all bounds
    std::uint64_t microseconds = 0;
    std::uint64_t bytes_sent = 0;
    void add(const Route& other);
  };

  mutable std::mutex mutex_{};                          // guards routes_
  std::map<std::string, Route, std::less<>> routes_{};  // a few dozen templates: the contract's operations
  std::atomic<std::int64_t> open_connections_{0};
  std::atomic<std::int64_t> in_flight_{0};
};

/// The sums over all threads.
std::vector<MetricFamily> request_metrics(const std::vector<const RequestStats*>& threads);

}  // namespace souk::server
