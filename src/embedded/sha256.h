#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <sodium/crypto_hash_sha256.h>

namespace souk::embedded {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);

/// The same for what comes piece by piece.
class Sha256Stream {
 public:
  Sha256Stream();
  void add(std::string_view bytes);
  Sha256 finish();

 private:
  crypto_hash_sha256_state state_;
};

/// 64 lower-case hexadecimal digits.
std::string hex(const Sha256& hash);

}  // namespace souk::embedded
