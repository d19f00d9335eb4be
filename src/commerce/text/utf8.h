#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace souk {

/// Well-formed UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_valid_utf8(std::string_view text);
/// U+0000–U+001F, U+007F and U+0080–U+009F: nothing a name, a label or a header may hold.
bool has_control_characters(std::string_view text);
/// The same, but line feed, carriage return and tab may stand: for text over several lines.
bool has_control_characters_within_lines(std::string_view text);

/// Takes the first code point off `text`; nullopt when the bytes there are not UTF-8 (nothing is taken then) or `text` is
/// empty.
std::optional<char32_t> take_code_point(std::string_view& text);
void append_code_point(std::string& text, char32_t code_point);
/// Code points in well-formed UTF-8.
std::size_t length_of(std::string_view text);

/// Without ASCII white space on either side.
std::string_view trimmed(std::string_view text);

}  // namespace souk
