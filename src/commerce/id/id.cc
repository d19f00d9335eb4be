#include "commerce/id/id.h"

namespace souk {
namespace {

// Crockford's base 32 leaves out I, L, O and U: misread, or part of words nobody wants to print. ASCII order is the order of
// the values.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kTextLength = 36;
// 36 characters hold 180 bits, four more than an id has: they come first and are zero.
constexpr int kPaddingBits = 4;

constexpr std::uint8_t kNoDigit = 0xFF;
constexpr std::array<std::uint8_t, 256> kValueOf = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  return values;
}();

}  // namespace

std::string encode_id(const IdBytes& bytes) {
  std::string text(kTextLength, '0');
  std::uint32_t pending = 0;
  int pending_bits = kPaddingBits;
  std::size_t next = 0;
  for (const std::uint8_t byte : bytes) {
    pending = pending << 8 | byte;
    pending_bits += 8;
    while (pending_bits >= 5) {
      pending_bits -= 5;
      text[next++] = kAlphabet[pending >> pending_bits & 31U];
    }
  }
  return text;
}

std::optional<IdBytes> decode_id(std::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  IdBytes bytes{};
  std::uint32_t pending = 0;
  int pending_bits = -kPaddingBits;
  std::size_t next = 0;
  for (const char character : text) {
    const std::uint32_t value = kValueOf[static_cast<unsigned char>(character)];
    if (value == kNoDigit) return std::nullopt;
    pending = pending << 5 | value;
    pending_bits += 5;
    if (next == 0 && pending_bits == 1 && pending > 1) return std::nullopt;  // the padding is not zero
    if (pending_bits < 8) continue;
    pending_bits -= 8;
    bytes[next++] = static_cast<std::uint8_t>(pending >> pending_bits);
  }
  return bytes;
}

}  // namespace souk
