#pragma once

#include "ports/clock.h"
#include "ports/id_source.h"

namespace souk::embedded {

/// The machine's own clocks.
class SystemClock final : public ports::Clock {
 public:
  Instant now() const override;
  std::chrono::steady_clock::time_point steady() const override;
};

/// Ids and bytes from the kernel's generator.
class SystemIds final : public ports::IdSource {
 public:
  explicit SystemIds(const ports::Clock& clock) : clock_(clock) {}
  IdBytes next() override;
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  const ports::Clock& clock_;
};

}  // namespace souk::embedded
