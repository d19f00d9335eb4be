#pragma once

#include <string>

#include "ports/api_keys.h"
#include "ports/clock.h"
#include "ports/id_source.h"

namespace souk::usecases {

struct NewApiKey {
  ports::ApiKey key;
  std::string text;  // "key_<id>.<64 hexadecimal characters>": shown once, never stored
};

class CreateApiKey {
 public:
  CreateApiKey(ports::ApiKeys& keys, ports::IdSource& ids, const ports::Clock& clock) : keys_(keys), ids_(ids), clock_(clock) {}

  /// Errors: validation_failed (a label beyond 200 bytes or with control characters).
  Result<NewApiKey> operator()(Role role, const std::string& label) const;

 private:
  ports::ApiKeys& keys_;
  ports::IdSource& ids_;
  const ports::Clock& clock_;
};

}  // namespace souk::usecases
