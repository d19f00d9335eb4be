#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>

namespace souk::search {

/// Where the index lies, and what it is encrypted with. The key is borrowed for as long as the index is open.
struct IndexPlace {
  IndexPlace(std::filesystem::path path, std::span<const std::uint8_t> its_key = {})  // a path alone: not encrypted
      : file(std::move(path)), key(its_key) {}
  std::filesystem::path file;
  std::span<const std::uint8_t> key;
};

}  // namespace souk::search
