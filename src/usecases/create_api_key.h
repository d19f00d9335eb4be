#pragma once

#include <optional>
#include <string>

#include "commerce/access/principal.h"
#include "ports/api_keys.h"
#include "ports/clock.h"
#include "ports/id_source.h"

namespace souk::usecases {

struct ApiKeyWish {
  Role role = Role::owner;
  Scopes scopes{};  // none: whatever the role may do
  std::string label{};
  std::optional<Instant> expires_at{};
};

struct NewApiKey {
  ApiKey key;
  std::string text;  // "key_<id>.<64 hexadecimal characters>": shown once, never stored
};

class CreateApiKey {
 public:
  CreateApiKey(ports::ApiKeys& keys, ports::IdSource& ids, const ports::Clock& clock) : keys_(keys), ids_(ids), clock_(clock) {}

  /// Errors: validation_failed, at the member of the wish (a role of no key, a service without scopes, a label beyond 200 bytes
  /// or with control characters, an end that has passed).
  Result<NewApiKey> operator()(const ApiKeyWish& wish, const Act& act) const;

 private:
  ports::ApiKeys& keys_;
  ports::IdSource& ids_;
  const ports::Clock& clock_;
};

/// Whether `maker` has all that the wish asks for: a key never makes a stronger one. Errors: forbidden.
Result<void> may_make(const Principal& maker, const ApiKeyWish& wish);

}  // namespace souk::usecases
