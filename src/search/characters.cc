#include "search/characters.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace souk::search {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Range {
  char32_t first, last;
};
template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t character) {
  const auto after = std::ranges::upper_bound(ranges, character, {}, &Range::first);
  return after != ranges.begin() && character <= std::prev(after)->last;
}

// Punctuation, symbols, controls and private use beyond ASCII, by Unicode block where a block holds nothing else.
constexpr std::array<Range, 21> kSeparators{
    {{0x80, 0xA9},   {0xAB, 0xB4},   {0xB6, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2C2, 0x2DF},
     {0x37E, 0x37E}, {0x387, 0x387}, {0x55A, 0x55F},   {0x589, 0x58A},   {0x5BE, 0x5BE},   {0x60C, 0x60D},   {0x61B, 0x61F},
     {0x66A, 0x66D}, {0x6D4, 0x6D4}, {0x2000, 0x206F}, {0x20A0, 0x20CF}, {0x2100, 0x2BFF}, {0x2E00, 0x2E7F}, {0xE000, 0xF8FF}}};
constexpr std::array<Range, 12> kWideSeparators{{{0x3000, 0x3004},
                                                 {0x3008, 0x3020},
                                                 {0x3030, 0x3030},
                                                 {0x303D, 0x303F},
                                                 {0x30FB, 0x30FB},
                                                 {0xFE10, 0xFE1F},
                                                 {0xFE30, 0xFE6F},
                                                 {0xFEFF, 0xFF0F},
                                                 {0xFF1A, 0xFF20},
                                                 {0xFF3B, 0xFF40},
                                                 {0xFF5B, 0xFF65},
                                                 {0xFFE0, 0xFFFF}}};
constexpr std::array<Range, 8> kMarks{{{0x300, 0x36F},
                                       {0x483, 0x487},
                                       {0x591, 0x5BD},
                                       {0x610, 0x61A},
                                       {0x64B, 0x65F},
                                       {0x1AB0, 0x1AFF},
                                       {0x1DC0, 0x1DFF},
                                       {0x20D0, 0x20F0}}};
constexpr std::array<Range, 9> kIdeographs{{{0x1100, 0x11FF},
                                            {0x2E80, 0x2FDF},
                                            {0x3005, 0x3007},
                                            {0x3021, 0x30FF},
                                            {0x3105, 0x4DBF},
                                            {0x4E00, 0x9FFF},
                                            {0xAC00, 0xD7FF},
                                            {0xF900, 0xFAFF},
                                            {0x20000, 0x3FFFF}}};

// Base letters by code point; capitals stand for two letters, a dot for "not folded".
constexpr std::string_view kFoldedLatin =  // from U+00C0
    "aaaaaaAceeeeiiiidnooooo.ouuuuyTSaaaaaaAceeeeiiiidnooooo.ouuuuyTy"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkkllllll."
    ".llnnnnnn.NNooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz.";
constexpr std::string_view kFoldedExtended =  // from U+01CD
    "aaiioouuuuuuuuuu.aaaaAA..ggkkoooo..j...gg..nnaaAAooaaaaeeeeiiiio"
    "ooorrrruuuusstt..hh......aaeeooooooooyy";
constexpr std::string_view kFoldedAdditional =  // from U+1E00
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy....S.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

char folded_latin(char32_t character) {
  const auto in = [character](char32_t first, std::string_view table) {
    return character >= first && character < first + table.size() ? table[character - first] : '.';
  };
  if (character < 0x1CD) {
    if (character == 0x1A1) return 'o';
    if (character == 0x1B0) return 'u';
    return in(0xC0, kFoldedLatin);
  }
  return character < 0x1E00 ? in(0x1CD, kFoldedExtended) : in(0x1E00, kFoldedAdditional);
}

struct Folding {
  char32_t from, to;
};
constexpr std::array<Folding, 20> kFoldedGreekAndCyrillic{{
    {0x390, 0x3B9}, {0x3AC, 0x3B1}, {0x3AD, 0x3B5}, {0x3AE, 0x3B7}, {0x3AF, 0x3B9}, {0x3B0, 0x3C5}, {0x3C2, 0x3C3},
    {0x3CA, 0x3B9}, {0x3CB, 0x3C5}, {0x3CC, 0x3BF}, {0x3CD, 0x3C5}, {0x3CE, 0x3C9}, {0x439, 0x438}, {0x450, 0x435},
    {0x451, 0x435}, {0x453, 0x433}, {0x457, 0x456}, {0x45C, 0x43A}, {0x45D, 0x438}, {0x45E, 0x443},
}};

char32_t lower_latin(char32_t character) {
  const bool even = character % 2 == 0;
  if (character <= 0xDE) return character >= 0xC0 && character != 0xD7 ? character + 0x20 : character;
  if (character < 0x100) return character;
  if (character == 0x130) return U'i';
  if (character == 0x178) return 0xFF;
  if (character == 0x18F) return 0x259;
  const bool capitals_are_odd = (character >= 0x139 && character <= 0x148) || (character >= 0x179 && character <= 0x17E) ||
                                (character >= 0x1CD && character <= 0x1DC);
  if (capitals_are_odd) return even ? character : character + 1;
  const bool capitals_are_even = (character <= 0x177 && character != 0x131 && character != 0x138 && character != 0x149) ||
                                 (character >= 0x1A0 && character <= 0x1A5) || (character >= 0x1DE && character <= 0x1EF) ||
                                 (character >= 0x1F8 && character <= 0x233 && character != 0x221);
  if (capitals_are_even) return even ? character + 1 : character;
  return character == 0x1AF ? 0x1B0 : character;
}

char32_t lower_greek(char32_t character) {
  if (character == 0x386) return 0x3AC;
  if (character >= 0x388 && character <= 0x38A) return character + 0x25;
  if (character == 0x38C) return 0x3CC;
  if (character == 0x38E || character == 0x38F) return character + 0x3F;
  return character >= 0x391 && character <= 0x3AB ? character + 0x20 : character;
}

char32_t lower_cyrillic(char32_t character) {
  const bool even = character % 2 == 0;
  if (character <= 0x40F) return character + 0x50;
  if (character <= 0x42F) return character + 0x20;
  if (character >= 0x4C1 && character <= 0x4CE) return even ? character : character + 1;
  const bool in_pairs =
      (character >= 0x460 && character <= 0x481) || (character >= 0x48A && character <= 0x4BF) || character >= 0x4D0;
  return in_pairs && even ? character + 1 : character;
}

bool is_space(char32_t character) {
  return character == U' ' || (character >= U'\t' && character <= U'\r') || character == 0xA0 ||
         (character >= 0x2000 && character <= 0x200B) || character == 0x3000;
}

}  // namespace

CharacterKind kind_of(char32_t character) {
  if (character < 0x80) {
    const bool alphanumeric = (character >= U'0' && character <= U'9') || (character >= U'a' && character <= U'z') ||
                              (character >= U'A' && character <= U'Z');
    return alphanumeric ? CharacterKind::letter : CharacterKind::separator;
  }
  if (within(kMarks, character)) return CharacterKind::mark;
  if (within(kSeparators, character) || within(kWideSeparators, character)) return CharacterKind::separator;
  if (character >= 0x1F000 && character < 0x20000) return CharacterKind::separator;  // pictures
  if (character >= 0xE0000) return CharacterKind::separator;                         // tags, variation selectors, private use
  if (within(kIdeographs, character)) return CharacterKind::ideograph;
  return character >= 0xFE00 && character <= 0xFE2F ? CharacterKind::mark : CharacterKind::letter;
}

char32_t next_character(std::string_view& rest) {
  const auto byte = [&rest](std::size_t i) { return static_cast<std::uint8_t>(rest[i]); };
  const std::uint8_t lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  const bool begins_a_sequence = lead < 0x80 || (lead >= 0xC2 && lead <= 0xF4);
  if (!begins_a_sequence || rest.size() < length) {
    rest.remove_prefix(1);
    return kReplacement;
  }
  char32_t character = length == 1 ? lead : lead & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      rest.remove_prefix(1);
      return kReplacement;
    }
    character = character << 6 | (byte(i) & 0x3F);
  }
  rest.remove_prefix(length);
  return character <= 0x10FFFF ? character : kReplacement;
}

void append_utf8(std::string& text, char32_t character) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (character < 0x80) return put(character);
  if (character < 0x800) {
    put(0xC0 | character >> 6);
  } else if (character < 0x10000) {
    put(0xE0 | character >> 12);
    put(0x80 | (character >> 6 & 0x3F));
  } else {
    put(0xF0 | character >> 18);
    put(0x80 | (character >> 12 & 0x3F));
    put(0x80 | (character >> 6 & 0x3F));
  }
  put(0x80 | (character & 0x3F));
}

std::u32string characters_of(std::string_view text) {
  std::u32string characters;
  while (!text.empty()) characters.push_back(next_character(text));
  return characters;
}

char32_t lower(char32_t character) {
  if (character < 0x80) return character >= U'A' && character <= U'Z' ? character + 0x20 : character;
  if (character < 0x234) return lower_latin(character);
  if (character >= 0x370 && character < 0x400) return lower_greek(character);
  if (character >= 0x400 && character < 0x530) return lower_cyrillic(character);
  if (character >= 0x531 && character <= 0x556) return character + 0x30;
  if (character >= 0x1E00 && character <= 0x1EFF) {
    if (character == 0x1E9E) return 0xDF;
    return character % 2 == 0 && (character < 0x1E96 || character > 0x1E9F) ? character + 1 : character;
  }
  return character >= 0xFF21 && character <= 0xFF3A ? character + 0x20 : character;
}

void append_folded(std::string& text, char32_t lower_case) {
  if (lower_case < 0x80) return text.push_back(static_cast<char>(lower_case));
  if (kind_of(lower_case) == CharacterKind::mark) return;
  if (lower_case >= 0xFF10 && lower_case <= 0xFF5A) return append_utf8(text, lower_case - 0xFEE0);  // full-width ASCII
  switch (const char latin = folded_latin(lower_case); latin) {
    case '.': break;
    case 'A': text += "ae"; return;
    case 'O': text += "oe"; return;
    case 'S': text += "ss"; return;
    case 'T': text += "th"; return;
    case 'I': text += "ij"; return;
    case 'N': text += "ng"; return;
    default: text.push_back(latin); return;
  }
  const auto found = std::ranges::lower_bound(kFoldedGreekAndCyrillic, lower_case, {}, &Folding::from);
  const bool known = found != kFoldedGreekAndCyrillic.end() && found->from == lower_case;
  append_utf8(text, known ? found->to : lower_case);
}

std::string folded(std::string_view text) {
  std::string result;
  std::string letters;
  bool space_pending = false;
  while (!text.empty()) {
    const char32_t character = next_character(text);
    if (is_space(character)) {
      space_pending = !result.empty();
      continue;
    }
    letters.clear();
    append_folded(letters, lower(character));
    if (letters.empty()) continue;
    if (space_pending) result.push_back(' ');
    space_pending = false;
    result += letters;
  }
  return result;
}

}  // namespace souk::search
