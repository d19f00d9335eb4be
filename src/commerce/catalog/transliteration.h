#pragma once

#include <optional>
#include <string_view>

namespace souk {

/// The plain lower-case spelling of a Latin letter or digit, however decorated: "e" for É, "ss" for ß, "a" for full-width Ａ.
/// nullopt for every other code point.
std::optional<std::string_view> plain_spelling(char32_t code_point);

/// Lower case of the alphabets that have it and are kept in their own letters: Greek, Cyrillic, Armenian. Else the same.
char32_t lower_case(char32_t code_point);

/// Letters, marks and digits beyond ASCII as opposed to punctuation, symbols, spaces and what is not assigned for text.
bool is_letter_beyond_ascii(char32_t code_point);

}  // namespace souk
