#pragma once

#include <algorithm>

#include "ports/secrets.h"

namespace souk::support {

/// The same secrets in every run: the purpose's own letters.
class FixedSecrets final : public ports::Secrets {
 public:
  ports::SecretKey derive(std::string_view purpose) const override {
    ports::SecretKey key;
    std::ranges::copy(purpose.substr(0, ports::SecretKey::kBytes), key.writable().begin());
    return key;
  }
};

}  // namespace souk::support
