#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "commerce/access/role.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk {

/// How a program proves itself to the shop. Its text is "key_<id>.<64 hexadecimal characters>", of which the latter half is
/// known to its holder alone.
struct ApiKey {
  ApiKeyId id;
  Role role = Role::owner;
  Scopes scopes{};  // none: whatever the role may do
  std::string label{};
  std::array<std::uint8_t, 32> secret_hash{};  // SHA-256 of a 256-bit secret: no slow hash needed
  Instant created_at{};
  std::string created_by{};  // Act::actor
  std::optional<Instant> expires_at{};
  std::optional<Instant> last_used_day{};  // its midnight
  bool revoked = false;

  bool has_expired(Instant now) const { return expires_at && *expires_at <= now; }
};

}  // namespace souk
