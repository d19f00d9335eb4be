#pragma once

#include <string>
#include <string_view>

namespace souk::search {

/// What a code point is to the word breaker.
enum class CharacterKind {
  separator,
  letter,     // letters and digits of scripts that write words
  mark,       // combines with the letter before it; folding drops it
  ideograph,  // Han, kana, Hangul: written without spaces that a search could rely on
};
CharacterKind kind_of(char32_t character);

/// Takes the first code point off `rest`, which is not empty. A byte that begins no UTF-8 sequence is U+FFFD.
char32_t next_character(std::string_view& rest);
void append_utf8(std::string& text, char32_t character);
std::u32string characters_of(std::string_view text);

/// Lower case of the Latin, Greek, Cyrillic and Armenian scripts and of the full-width forms; anything else as it is.
char32_t lower(char32_t character);
/// Appends a lower-case character without its diacritics: "ü" gives "u", "ß" gives "ss".
void append_folded(std::string& text, char32_t lower_case);

/// `text` in lower case without diacritics, runs of white space as one space, none at the ends: equal for spellings that a
/// shopper would call the same.
std::string folded(std::string_view text);

}  // namespace souk::search
