#pragma once

#include <string_view>

namespace souk {

/// Whether `code` is a country of ISO 3166-1 alpha-2, upper case; XK, which ISO leaves to its users for Kosovo, counts as one.
bool is_country(std::string_view code);

}  // namespace souk
