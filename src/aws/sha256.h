#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace souk::aws {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
Sha256 hmac_sha256(std::string_view key, std::string_view message);
/// Lower-case hexadecimal.
std::string hex(const Sha256& digest);

}  // namespace souk::aws
