#pragma once

#include <cstdint>
#include <span>

#include "commerce/id/id.h"

namespace souk::ports {

/// Fresh ids and random bytes. Thread-safe.
class IdSource {
 public:
  virtual ~IdSource() = default;
  /// 48 bits of the clock's milliseconds, 128 bits from the system's generator.
  virtual IdBytes next() = 0;
  /// Cryptographically strong.
  virtual void fill(std::span<std::uint8_t> bytes) = 0;

  template <class Typed>
  Typed fresh() {
    return Typed{next()};
  }
};

}  // namespace souk::ports
