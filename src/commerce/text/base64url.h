#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace souk {

/// RFC 4648 section 5, without padding.
std::string base64url(std::span<const std::uint8_t> bytes);
std::string base64url(std::string_view bytes);
/// Reads exactly what `base64url` writes: one text for each value, so that nobody can respell a signed one.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace souk
