#include "ports/secrets.h"

#include <algorithm>
#include <cstring>

namespace souk::ports {

SecretKey::SecretKey(std::span<const std::uint8_t, kBytes> bytes) { std::ranges::copy(bytes, bytes_.begin()); }

SecretKey::SecretKey(SecretKey&& other) noexcept : bytes_(other.bytes_) { explicit_bzero(other.bytes_.data(), kBytes); }

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
  if (this == &other) return *this;
  bytes_ = other.bytes_;
  explicit_bzero(other.bytes_.data(), kBytes);
  return *this;
}

SecretKey::~SecretKey() { explicit_bzero(bytes_.data(), kBytes); }

}  // namespace souk::ports
