#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "commerce/access/session.h"
#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"

namespace souk::ports {

/// What the shop writes to people about their accounts. The first four carry a link, and an invitation is staff's.
enum class LetterKind : std::uint8_t {
  verify,              // to who signed up: prove this address
  reset,               // to who forgot the password
  change_email,        // to the new address: prove it
  invitation,          // to who shall work here
  already_registered,  // to who has an account and signed up again
  email_changed,       // to the address before
  password_changed,
  new_device,      // logged in from
  session_stolen,  // and ended for it
  account_erased,
};
constexpr bool has_link(LetterKind kind) { return kind <= LetterKind::invitation; }

/// A letter that is to be mailed. It is written in the transaction of its cause, whose outbox event names it alone.
struct Letter {
  LetterId id;
  AccountPool pool = AccountPool::customers;
  LetterKind kind = LetterKind::verify;
  std::string to;                       // an e-mail address
  std::string about;                    // the device, the new address, ...: as the kind needs it; may be empty
  std::optional<Instant> expires_at{};  // of one with a link
  Instant written_at{};
  friend bool operator==(const Letter&, const Letter&) = default;
};

/// The type of the event that a letter is due. Its aggregate is the letter's id.
inline constexpr const char* kLetterWritten = "letter.written";

/// Reads letters, for whoever mails them. Thread-safe.
class Letters {
 public:
  virtual ~Letters() = default;
  /// Errors: not_found (dropped; its link was used or ran out: nothing is left to mail).
  virtual Result<Letter> find(const LetterId& id) const = 0;
  /// Forgets those written before `before`, sign-ups that were never verified with them. Returns how many; at most `limit`.
  virtual Result<std::int64_t> drop(Instant before, std::int64_t limit) = 0;
};

}  // namespace souk::ports

namespace souk {

template <>
inline constexpr auto kNames<ports::LetterKind> =
    names({"verify", "reset", "change_email", "invitation", "already_registered", "email_changed", "password_changed",
           "new_device", "session_stolen", "account_erased"});

}  // namespace souk
