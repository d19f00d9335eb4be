#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "commerce/access/role.h"
#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk::ports {

struct ApiKey {
  ApiKeyId id;
  Role role = Role::owner;
  std::string label;
  std::array<std::uint8_t, 32> secret_hash{};  // SHA-256 of a 256-bit secret: no slow hash needed
  Instant created_at{};
  bool revoked = false;
};

/// API keys by id; the secret itself is shown once and never stored. Thread-safe.
class ApiKeys {
 public:
  virtual ~ApiKeys() = default;
  virtual Result<void> add(const ApiKey& key) = 0;
  /// Revoked ones too. Errors: not_found.
  virtual Result<ApiKey> find(const ApiKeyId& id) const = 0;
  virtual Result<std::vector<ApiKey>> all() const = 0;
  virtual Result<void> revoke(const ApiKeyId& id) = 0;  // repeating it changes nothing
};

}  // namespace souk::ports
