#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace souk::ports {

/// 32 bytes that nobody else may learn: never copied by accident, wiped when they go.
class SecretKey {
 public:
  static constexpr std::size_t kBytes = 32;

  SecretKey() = default;
  explicit SecretKey(std::span<const std::uint8_t, kBytes> bytes);
  SecretKey(SecretKey&& other) noexcept;
  SecretKey& operator=(SecretKey&& other) noexcept;
  ~SecretKey();

  SecretKey copy() const { return SecretKey(bytes()); }
  std::span<const std::uint8_t, kBytes> bytes() const { return bytes_; }
  /// For whoever makes or reads one.
  std::span<std::uint8_t, kBytes> writable() { return bytes_; }

 private:
  std::array<std::uint8_t, kBytes> bytes_{};
};

/// What only this shop knows: peppers, signing and sealing keys. Thread-safe.
class Secrets {
 public:
  virtual ~Secrets() = default;
  /// The shop's secret for one purpose ("password_pepper"): the same for ever, also after a restart, a restored backup and a
  /// change of the master key; nothing can be told of it from the secret of another name.
  virtual SecretKey derive(std::string_view purpose) const = 0;
};

}  // namespace souk::ports
