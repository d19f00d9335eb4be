#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace souk::embedded {

/// 32 bytes in libsodium's guarded memory: not swapped out as far as the system allows, left out of core dumps, wiped when they
/// go. For what lives as long as the process; what is used at once is a ports::SecretKey.
class LockedKey {
 public:
  static constexpr std::size_t kBytes = 32;

  LockedKey();  // all zero
  explicit LockedKey(std::span<const std::uint8_t, kBytes> bytes);

  std::span<const std::uint8_t, kBytes> bytes() const { return std::span<const std::uint8_t, kBytes>(bytes_.get(), kBytes); }
  /// For whoever makes or reads one.
  std::span<std::uint8_t, kBytes> writable() { return std::span<std::uint8_t, kBytes>(bytes_.get(), kBytes); }

 private:
  struct Free {
    void operator()(std::uint8_t* bytes) const;
  };
  std::unique_ptr<std::uint8_t, Free> bytes_;
};

}  // namespace souk::embedded
