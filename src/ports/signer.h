#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace souk::ports {

using Mac = std::array<std::uint8_t, 32>;

/// HMAC-SHA-256 under the shop's own key. Thread-safe.
class Signer {
 public:
  virtual ~Signer() = default;
  /// `purpose` keeps uses apart ("cursor", "order_token"): equal messages of two purposes have unrelated macs.
  virtual Mac sign(std::string_view purpose, std::string_view message) const = 0;
};

}  // namespace souk::ports
