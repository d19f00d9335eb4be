#pragma once

#include <cstdint>

#include "ports/clock.h"
#include "ports/letters.h"
#include "ports/sessions.h"

namespace souk::usecases {

/// Forgets sessions that ran out, and letters that no link of can be opened any more; sign-ups that nobody verified with them.
class TidyAccounts {
 public:
  TidyAccounts(ports::Sessions& sessions, ports::Letters& letters, const ports::Clock& clock)
      : sessions_(sessions), letters_(letters), clock_(clock) {}

  /// One batch of each; returns how many were forgotten.
  Result<std::int64_t> operator()() const;

 private:
  ports::Sessions& sessions_;
  ports::Letters& letters_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
