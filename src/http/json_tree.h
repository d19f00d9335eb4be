#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/json_reader.h"

namespace souk::http {

/// The document behind JsonValue: its values in the order they begin, linked by index.
struct JsonTree {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  struct Node {
    JsonKind kind = JsonKind::null;
    bool boolean = false;
    std::uint32_t parent = kNone;
    std::uint32_t first = kNone;
    std::uint32_t next = kNone;
    std::uint32_t size = 0;
    std::int64_t integer = 0;
    std::string_view key{};
    std::string_view string{};
  };

  std::string text;  // unescaped keys and strings, one after the other; reserved in full, so views into it stay
  std::vector<Node> nodes;
};

}  // namespace souk::http
