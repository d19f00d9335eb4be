#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "commerce/error/error.h"
#include "identity/quiet_threads.h"
#include "ports/secrets.h"

namespace souk::identity {

/// What guessing one password costs: Argon2id over this much memory, so often, in one lane.
struct HashCost {
  std::size_t memory_kib;
  std::uint64_t passes;
};
// Two rows of OWASP's table of equal strength; staff guess less often and may wait for more memory.
inline constexpr HashCost kCustomerCost{19 * 1024, 2};
inline constexpr HashCost kStaffCost{46 * 1024, 1};

/// Passwords as they are stored: a PHC string ("$argon2id$v=19$m=19456,t=2,p=1$…") of the password's HMAC under a secret that is
/// not in the database, so that a stolen database alone lets nobody guess. Hashing takes tens of milliseconds: it is done on
/// quiet threads, and callers wait for it in a bounded pool. Thread-safe.
class PasswordHasher {
 public:
  PasswordHasher(const ports::Secrets& secrets, QuietThreads& threads, HashCost cost);

  /// Salted anew each time. Errors: overloaded (the memory is not there).
  Result<std::string> hash(std::string_view password) const;
  bool matches(const std::string& stored, std::string_view password) const;
  /// The work of `matches` for an account that does not exist.
  void match_nobody(std::string_view password) const { (void)matches(nobody_, password); }
  /// Whether `stored` costs something else than a new one would: to be made again when its password is at hand.
  bool is_outdated(const std::string& stored) const;

 private:
  using Peppered = std::array<char, 32>;
  Peppered peppered(std::string_view password) const;

  const ports::SecretKey pepper_;
  QuietThreads& threads_;
  const HashCost cost_;
  const std::string nobody_;
};

}  // namespace souk::identity
