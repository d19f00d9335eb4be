#include "server/request_ids.h"

#include <algorithm>
#include <random>

namespace souk::server {
namespace {

bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

void write_hex(std::uint64_t value, char* to) {
  for (int i = 15; i >= 0; --i, value >>= 4) to[i] = "0123456789abcdef"[value & 15];
}

std::uint64_t random_64() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

}  // namespace

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
  });
}

std::string_view trace_id_of(std::string_view traceparent) {
  // version "-" trace-id "-" parent-id "-" flags; a later version may append more after a dash.
  constexpr std::size_t kSize = 55;
  if (traceparent.size() < kSize || traceparent.starts_with("ff") ||
      (traceparent.starts_with("00") && traceparent.size() != kSize) ||
      (traceparent.size() > kSize && traceparent[kSize] != '-'))
    return {};
  for (std::size_t i = 0; i < kSize; ++i) {
    const bool dash = i == 2 || i == 35 || i == 52;
    if (dash ? traceparent[i] != '-' : !is_lower_hex(traceparent[i])) return {};
  }
  const auto all_zero = [](std::string_view id) { return id.find_first_not_of('0') == std::string_view::npos; };
  if (all_zero(traceparent.substr(3, 32)) || all_zero(traceparent.substr(36, 16))) return {};
  return traceparent.substr(3, 32);
}

// Not through the IdSource port: nothing depends on these ids, and they are made on the I/O thread for every request.
RequestIds::RequestIds() : prefix_(random_64()), counter_(random_64()), text_(32, '0') { write_hex(prefix_, text_.data()); }

std::string_view RequestIds::next() {
  write_hex(++counter_, text_.data() + 16);
  return text_;
}

}  // namespace souk::server
