#pragma once

#include <string>
#include <string_view>

namespace souk::aws {

/// As signatures want it: everything but A–Z a–z 0–9 - . _ ~ becomes %XX, upper case, byte by byte.
std::string percent_encoded(std::string_view text);
/// The same for the path of an object key: slashes stand.
std::string percent_encoded_path(std::string_view path);

}  // namespace souk::aws
