#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace souk::search {

using Bytes = std::vector<std::uint8_t>;

/// Writes numbers and texts one after the other. Derived data in our own file: no names, no versions beside the file's own.
class Packer {
 public:
  void put(std::int64_t number);  // small ones, of either sign, take few bytes
  void put(std::string_view text);
  void put_raw(std::span<const std::uint8_t> bytes);
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

/// Reads them back in the same order. Once the bytes do not fit, everything reads as empty and ok() says so.
class Unpacker {
 public:
  explicit Unpacker(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  std::int64_t number();
  std::string text();
  void read_raw(std::span<std::uint8_t> into);
  /// A count of things of which each takes at least a byte: never more than what is left.
  std::size_t count();

  std::span<const std::uint8_t> rest() const { return rest_; }
  bool ok() const { return ok_; }

 private:
  std::span<const std::uint8_t> take(std::size_t length);
  std::span<const std::uint8_t> rest_;
  bool ok_ = true;
};

}  // namespace souk::search
