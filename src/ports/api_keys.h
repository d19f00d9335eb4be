#pragma once

#include <span>
#include <vector>

#include "commerce/access/api_key.h"
#include "commerce/access/audit.h"
#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk::ports {

struct ApiKeyUse {
  ApiKeyId id;
  Instant day{};  // its midnight
};

/// API keys by id; the secret itself is shown once and never stored. Thread-safe.
class ApiKeys {
 public:
  virtual ~ApiKeys() = default;
  /// Audited.
  virtual Result<void> add(const ApiKey& key, const Act& act) = 0;
  /// Revoked and expired ones too. Errors: not_found.
  virtual Result<ApiKey> find(const ApiKeyId& id) const = 0;
  virtual Result<std::vector<ApiKey>> all() const = 0;  // oldest first
  /// Audited; repeating it changes nothing. Errors: not_found.
  virtual Result<void> revoke(const ApiKeyId& id, const Act& act) = 0;
  /// Remembers the latest day of each; unknown ones are left out.
  virtual Result<void> remember_uses(std::span<const ApiKeyUse> uses) = 0;
};

}  // namespace souk::ports
