#include "search/packing.h"

#include <algorithm>

namespace souk::search {

void Packer::put(std::int64_t number) {
  // Zigzag, so that negative numbers are short as well; then seven bits a byte.
  auto rest = static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
  for (; rest >= 0x80; rest >>= 7) bytes_.push_back(static_cast<std::uint8_t>(rest | 0x80));
  bytes_.push_back(static_cast<std::uint8_t>(rest));
}

void Packer::put(std::string_view text) {
  put(static_cast<std::int64_t>(text.size()));
  bytes_.insert(bytes_.end(), text.begin(), text.end());
}

void Packer::put_raw(std::span<const std::uint8_t> bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

std::int64_t Unpacker::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = take(1);
    if (byte.empty()) return 0;
    value |= std::uint64_t{byte[0] & 0x7FU} << shift;
    if (byte[0] < 0x80) return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }
  ok_ = false;
  return 0;
}

std::string Unpacker::text() {
  const auto bytes = take(count());
  return {bytes.begin(), bytes.end()};
}

void Unpacker::read_raw(std::span<std::uint8_t> into) {
  const auto bytes = take(into.size());
  std::ranges::copy(bytes, into.begin());
}

std::size_t Unpacker::count() {
  const std::int64_t claimed = number();
  ok_ = ok_ && claimed >= 0 && static_cast<std::uint64_t>(claimed) <= rest_.size();
  return ok_ ? static_cast<std::size_t>(claimed) : 0;
}

std::span<const std::uint8_t> Unpacker::take(std::size_t length) {
  ok_ = ok_ && length <= rest_.size();
  if (!ok_) return {};
  const auto taken = rest_.first(length);
  rest_ = rest_.subspan(length);
  return taken;
}

}  // namespace souk::search
