#include "usecases/forget_answers.h"

namespace souk::usecases {

Result<std::int64_t> ForgetAnswers::operator()() const {
  constexpr std::int64_t limit = 1000;  // short enough for the one writer not to keep checkouts waiting
  return answers_.forget(clock_.now() - kAnswerLifetime, limit);
}

}  // namespace souk::usecases
