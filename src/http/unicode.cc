#include "http/unicode.h"

#include <cstdint>
#include <cstring>

namespace souk::http {
namespace {

/// How many bytes the sequence at the start of `rest` takes; 0 when it is none. The second byte's bounds are those of the Unicode standard's table 3-7:
/// they are what keeps out overlong forms, surrogates and what lies beyond U+10FFFF.
std::size_t sequence_length(std::string_view rest) {
  const auto byte = [&](std::size_t at) { return at < rest.size() ? static_cast<std::uint8_t>(rest[at]) : std::uint8_t{0}; };
  const auto continues = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  const std::uint8_t first = byte(0);
  const std::uint8_t second = byte(1);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const std::uint8_t low = first == 0xE0 ? 0xA0 : 0x80;
    const std::uint8_t high = first == 0xED ? 0x9F : 0xBF;
    return second >= low && second <= high && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const std::uint8_t low = first == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = first == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

bool eight_ascii(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return (word & 0x8080808080808080U) == 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (bytes.size() - at >= 8 && eight_ascii(bytes.data() + at)) {
      at += 8;
      continue;
    }
    const std::size_t length = sequence_length(bytes.substr(at));
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace souk::http
