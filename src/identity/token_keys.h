#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/time/instant.h"
#include "identity/es256_key.h"
#include "ports/secrets.h"

namespace souk::identity {

// RELIABILITY.md section 5. Keys are cheap; ninety days bound what a stolen one is worth.
inline constexpr std::chrono::days kTokenKeyLifetime{90};

/// Which keys sign access tokens, and when. A key is its generation's number: it is derived from the shop's secrets and
/// stored nowhere. The one after the signing key is published ahead of its time, so that whoever keeps the key set knows it
/// when it begins to sign.
struct TokenKeyEntry {
  std::int64_t generation = 0;
  std::optional<Instant> signs_from{};  // nullopt: published and waiting
  friend bool operator==(const TokenKeyEntry&, const TokenKeyEntry&) = default;
};
using TokenKeySchedule = std::vector<TokenKeyEntry>;  // by generation; the last one waits

TokenKeySchedule first_schedule(Instant now);
/// The waiting key signs from now on, another waits, and keys whose tokens have all run out are forgotten.
TokenKeySchedule rotated(TokenKeySchedule schedule, Instant now);
bool rotation_is_due(const TokenKeySchedule& schedule, Instant now);

/// The keys of a schedule, ready to use. Immutable: thread-safe.
class TokenKeys {
 public:
  TokenKeys(const ports::Secrets& secrets, const TokenKeySchedule& schedule);

  /// {"keys": [...]} (RFC 7517): the public halves, the signing key first.
  std::string key_set() const;

  struct Key {
    Es256Key pair;
    std::string header;               // of the tokens it signs, encoded: one spelling, so that there is nothing to parse
    std::optional<Instant> retired;   // since when another one signs
    bool waits = false;
  };
  const Key& signing() const;
  /// The key whose tokens begin with `header`, letter by letter; nullptr: none of ours.
  const Key* of_header(std::string_view header) const;

 private:
  std::vector<Key> keys_;
};

}  // namespace souk::identity
