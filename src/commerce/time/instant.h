#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace souk {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC

/// "2026-11-22T18:17:15.042Z": always milliseconds, always Z.
std::string to_rfc3339(Instant instant);
/// Accepts what to_rfc3339 writes, with or without the fraction; years 1970 to 9999.
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace souk
