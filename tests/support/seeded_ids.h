#pragma once

#include <mutex>
#include <random>

#include "ports/clock.h"
#include "ports/id_source.h"

namespace souk::support {

/// Ids and bytes that are the same in every run. Ids of one millisecond are ordered as they were made. Thread-safe.
class SeededIds final : public ports::IdSource {
 public:
  explicit SeededIds(const ports::Clock& clock, std::uint64_t seed = 1) : clock_(clock), random_(seed) {}

  IdBytes next() override {
    IdBytes id;
    fill(id);
    const auto millis = static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
    const std::scoped_lock lock(mutex_);
    ++made_;
    for (std::size_t i = 0; i < 6; ++i) id[i] = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
    for (std::size_t i = 0; i < 4; ++i) id[6 + i] = static_cast<std::uint8_t>(made_ >> (8 * (3 - i)));
    return id;
  }
  void fill(std::span<std::uint8_t> bytes) override {
    const std::scoped_lock lock(mutex_);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_());
  }

 private:
  const ports::Clock& clock_;
  std::mutex mutex_;  // guards random_ and made_
  std::mt19937_64 random_;
  std::uint64_t made_ = 0;
};

}  // namespace souk::support
