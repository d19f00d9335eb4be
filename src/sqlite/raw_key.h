#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace souk::sqlite {

/// A key as the cipher takes one that needs no stretching. Whoever asks for it wipes it.
inline std::string raw_key(std::span<const std::uint8_t> key) {
  std::string raw = "raw:";
  raw.append(reinterpret_cast<const char*>(key.data()), key.size());
  return raw;
}

}  // namespace souk::sqlite
