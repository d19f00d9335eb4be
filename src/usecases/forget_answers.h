#pragma once

#include <chrono>
#include <cstdint>

#include "ports/answers.h"
#include "ports/clock.h"

namespace souk::usecases {

// Longer than any client retries; the order's own key is unique for ever.
inline constexpr std::chrono::hours kAnswerLifetime{72};

class ForgetAnswers {
 public:
  ForgetAnswers(ports::Answers& answers, const ports::Clock& clock) : answers_(answers), clock_(clock) {}

  /// At most 1,000 a call; returns how many.
  Result<std::int64_t> operator()() const;

 private:
  ports::Answers& answers_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
