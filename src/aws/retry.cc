#include "aws/retry.h"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

namespace souk::aws {
namespace {

constexpr std::int64_t kOneRetry = 100;

}  // namespace

Retry::Retry(RetryPolicy policy, ports::IdSource& random)
    : policy_(std::move(policy)), random_(random), hundredths_(policy_.budget * kOneRetry) {}

void Retry::earn() {
  std::int64_t now = hundredths_.load();
  while (!hundredths_.compare_exchange_weak(now, std::min(now + policy_.percent_earned_per_call, policy_.budget * kOneRetry))) {
  }
}

bool Retry::spend() {
  std::int64_t now = hundredths_.load();
  while (now >= kOneRetry)
    if (hundredths_.compare_exchange_weak(now, now - kOneRetry)) return true;
  return false;
}

void Retry::pause(int failures) const {
  const auto most = std::min(policy_.first_pause * (std::int64_t{1} << std::min(failures, 16)), policy_.longest_pause);
  std::array<std::uint8_t, 4> random{};
  random_.fill(random);
  std::uint64_t fraction = 0;
  for (const std::uint8_t byte : random) fraction = fraction << 8 | byte;
  const std::chrono::milliseconds time{static_cast<std::int64_t>(fraction * static_cast<std::uint64_t>(most.count()) >> 32)};
  if (policy_.pause) return policy_.pause(time);
  std::this_thread::sleep_for(time);
}

}  // namespace souk::aws
