#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace souk::aws {

/// RFC 4648 with padding, as the AWS protocols have it.
std::string base64_encoded(std::span<const std::uint8_t> bytes);
std::optional<std::vector<std::uint8_t>> base64_decoded(std::string_view text);

}  // namespace souk::aws
