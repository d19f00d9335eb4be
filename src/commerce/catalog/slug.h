#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace souk {

inline constexpr std::size_t kMaxSlugBytes = 200;

/// A slug: 1–200 bytes of lower-case letters, digits, hyphen, and UTF-8 letters beyond ASCII; no leading or trailing hyphen.
bool is_slug(std::string_view text);
/// "Kyūsu Teapot — Indigo" -> "kyusu-teapot-indigo": ASCII where a plain spelling exists; never empty ("item" at worst).
std::string slug_of(std::string_view title);

}  // namespace souk
