#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk::ports {

/// One mail to one address. Built from fields: nothing of it is ever parsed as a header.
struct Mail {
  std::string id;  // of what is told: the same id is the same mail
  std::string to;
  std::string subject;
  std::string text;
  friend bool operator==(const Mail&, const Mail&) = default;
};

/// Hands mails over to whatever carries them. Thread-safe.
class Mailer {
 public:
  virtual ~Mailer() = default;
  /// A mail whose id was sent before is not sent again where the carrier can tell, and carries the same Message-ID where it
  /// cannot. Errors: invalid_characters (a control character in `to` or `subject`: never sent), unavailable (try again later).
  virtual Result<void> send(const Mail& mail) = 0;
};

struct KeptMail {
  MessageId id;
  Mail mail;
  Instant at{};
};

/// Where mails stay that leave nobody's machine: what a shop in development sends. Thread-safe.
class Mailbox {
 public:
  virtual ~Mailbox() = default;
  /// Newest first, `before` exclusive, `to` exactly when given. Only the newest kKept are there.
  virtual Result<std::vector<KeptMail>> newest(const std::optional<std::string>& to, std::optional<MessageId> before,
                                               std::int64_t limit) const = 0;
  static constexpr std::int64_t kKept = 1000;
};

}  // namespace souk::ports
