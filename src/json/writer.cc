#include "json/writer.h"

#include <array>
#include <charconv>

namespace souk::json {
namespace {

/// Per byte: 0 stands for itself, 'u' needs \u00XX, anything else is the letter after the backslash.
constexpr std::array<char, 256> escapes() {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}
constexpr std::array<char, 256> kEscapes = escapes();
constexpr std::string_view kHex = "0123456789abcdef";

}  // namespace

Writer& Writer::key(std::string_view name) {
  separate();
  quote(name);
  out_ += ':';
  first_ = true;  // the value that follows needs no comma
  return *this;
}

Writer& Writer::text(std::string_view value) {
  separate();
  quote(value);
  return *this;
}

Writer& Writer::integer(std::int64_t value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

Writer& Writer::begin(char bracket) {
  separate();
  out_ += bracket;
  first_ = true;
  return *this;
}

Writer& Writer::end(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

Writer& Writer::raw(std::string_view value) {
  separate();
  out_ += value;
  return *this;
}

void Writer::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

void Writer::quote(std::string_view value) {
  out_ += '"';
  std::size_t plain_from = 0;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const auto byte = static_cast<unsigned char>(value[at]);
    const char escape = kEscapes[byte];
    if (escape == 0) continue;
    out_.append(value, plain_from, at - plain_from);
    plain_from = at + 1;
    out_ += '\\';
    out_ += escape;
    if (escape == 'u') {
      out_ += "00";
      out_ += kHex[byte >> 4U];
      out_ += kHex[byte & 15U];
    }
  }
  out_.append(value, plain_from);
  out_ += '"';
}

}  // namespace souk::json
