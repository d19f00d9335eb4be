#include "commerce/text/utf8.h"

#include <algorithm>
#include <cstring>

namespace souk {
namespace {

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Bytes in the sequence that `lead` starts, 0 when nothing starts with it. Unicode 15, table 3-7.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

/// Whether a code point of three or four bytes is one that needs them, and no surrogate.
bool is_in_range(std::size_t length, char32_t code_point) {
  if (length == 3) return code_point >= 0x800 && (code_point < 0xD800 || code_point > 0xDFFF);
  if (length == 4) return code_point >= 0x10000 && code_point <= 0x10FFFF;
  return true;
}

/// How many bytes at the start are plain ASCII, eight at a time: almost all text in a shop is.
std::size_t ascii_prefix(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, 8);
    if ((eight & 0x8080808080808080U) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

template <class Allowed>
bool has_controls_except(std::string_view text, Allowed allowed) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 || byte == 0x7F) && !allowed(text[i])) return true;
    // U+0080–U+009F are C2 80 to C2 9F.
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

}  // namespace

std::optional<char32_t> take_code_point(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = sequence_length(lead);
  if (length == 0 || text.size() < length) return std::nullopt;
  char32_t code_point = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return std::nullopt;
    code_point = code_point << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  if (!is_in_range(length, code_point)) return std::nullopt;
  text.remove_prefix(length);
  return code_point;
}

bool is_valid_utf8(std::string_view text) {
  for (text.remove_prefix(ascii_prefix(text)); !text.empty(); text.remove_prefix(ascii_prefix(text)))
    if (!take_code_point(text)) return false;
  return true;
}

bool has_control_characters(std::string_view text) {
  return has_controls_except(text, [](char) { return false; });
}

bool has_control_characters_within_lines(std::string_view text) {
  return has_controls_except(text, [](char character) { return character == '\n' || character == '\r' || character == '\t'; });
}

void append_code_point(std::string& text, char32_t code_point) {
  const auto continuation = [code_point](int shift) { return static_cast<char>(0x80U | (code_point >> shift & 0x3FU)); };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += {static_cast<char>(0xC0U | code_point >> 6), continuation(0)};
  } else if (code_point < 0x10000) {
    text += {static_cast<char>(0xE0U | code_point >> 12), continuation(6), continuation(0)};
  } else {
    text += {static_cast<char>(0xF0U | code_point >> 18), continuation(12), continuation(6), continuation(0)};
  }
}

std::size_t length_of(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, is_continuation));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace souk
