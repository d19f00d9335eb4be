#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "ports/letters.h"
#include "ports/mailer.h"
#include "ports/queue.h"
#include "ports/settings_store.h"
#include "ports/signer.h"

namespace souk::usecases {

inline constexpr const char* kLettersQueue = "letters";
// A batch of 10 mails, each handed over within seconds, fits.
inline constexpr std::chrono::minutes kLettersVisibility{2};

/// Mails letters: the consumer of `letters`. Sending one again is harmless: it is the same mail by its id.
class MailLetters {
 public:
  MailLetters(ports::Queue& queue, const ports::Letters& letters, ports::Mailer& mailer, const ports::SettingsStore& settings,
              const ports::Signer& signer, std::string origin)
      : queue_(queue),
        letters_(letters),
        mailer_(mailer),
        settings_(settings),
        signer_(signer),
        origin_(std::move(origin)) {}

  /// One batch; returns how many messages were received. What could not be mailed comes back later, then goes to the dead
  /// letters. Errors: unavailable and its like, of the queue.
  Result<std::int64_t> operator()() const;

 private:
  Result<void> mail(const ports::Message& message) const;

  ports::Queue& queue_;
  const ports::Letters& letters_;
  ports::Mailer& mailer_;
  const ports::SettingsStore& settings_;
  const ports::Signer& signer_;
  const std::string origin_;
};

}  // namespace souk::usecases
