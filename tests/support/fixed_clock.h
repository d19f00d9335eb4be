#pragma once

#include <atomic>
#include <chrono>

#include "ports/clock.h"

namespace souk::support {

/// Stands still until a test moves it; the wall and the steady clock move together. Thread-safe.
class FixedClock final : public ports::Clock {
 public:
  Instant now() const override { return kStart + elapsed_.load(); }
  std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::time_point{} + elapsed_.load();
  }

  void advance(std::chrono::milliseconds step) { elapsed_ = elapsed_.load() + step; }

 private:
  static constexpr Instant kStart{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14} + std::chrono::hours{9}};
  std::atomic<std::chrono::milliseconds> elapsed_{};
};

}  // namespace souk::support
