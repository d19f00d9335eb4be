#include "commerce/catalog/transliteration.h"

#include <algorithm>
#include <iterator>

namespace souk {
namespace {

// One character per code point from the start of a block, by its name in Unicode ("LATIN SMALL LETTER E WITH ACUTE" is e).
// '*': spelled with several letters, see kLongSpellings. ' ': no letter, or one without a plain spelling.
constexpr char32_t kLatinStart = 0x00C0;  // Latin-1 Supplement from its letters on, Latin Extended-A and -B
constexpr std::string_view kLatin =
    "aaaaaa*ceeeeiiiidnooooo ouuuuy**aaaaaa*ceeeeiiiidnooooo ouuuuy*y"  // U+00C0
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllll"  // U+0100
    "lllnnnnnnn**oooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"  // U+0140
    "bbbb  occdddd eeeffgg iikkl mnnooo**ppr  s ttttuuuvyyzzzzzz     "  // U+0180
    "    *********aaiioouuuuuuuuuueaaaa**ggggkkoooozzj***gg*wnnaa**oo"  // U+01C0
    "aaaaeeeeiiiioooorrrruuuussttyyhhnd**zzaaeeooooooooyylntj**acclts"  // U+0200
    "z  b veejj qrryy";                                                 // U+0240
constexpr char32_t kLatinAdditionalStart = 0x1E00;                      // Vietnamese among others
constexpr std::string_view kLatinAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"   // U+1E00
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"   // U+1E40
    "wwwwwwwwwwxxxxyyzzzzzzhtwyasss* aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"   // U+1E80
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyllvvyy";  // U+1EC0

struct LongSpelling {
  char32_t code_point;
  std::string_view text;
};
constexpr LongSpelling kLongSpellings[] = {
    {0x00C6, "ae"}, {0x00DE, "th"}, {0x00DF, "ss"}, {0x00E6, "ae"}, {0x00FE, "th"},  {0x0132, "ij"},  {0x0133, "ij"},
    {0x014A, "ng"}, {0x014B, "ng"}, {0x0152, "oe"}, {0x0153, "oe"}, {0x01A2, "gh"},  {0x01A3, "gh"},  {0x01C4, "dz"},
    {0x01C5, "dz"}, {0x01C6, "dz"}, {0x01C7, "lj"}, {0x01C8, "lj"}, {0x01C9, "lj"},  {0x01CA, "nj"},  {0x01CB, "nj"},
    {0x01CC, "nj"}, {0x01E2, "ae"}, {0x01E3, "ae"}, {0x01F1, "dz"}, {0x01F2, "dz"},  {0x01F3, "dz"},  {0x01F6, "hv"},
    {0x01FC, "ae"}, {0x01FD, "ae"}, {0x0222, "ou"}, {0x0223, "ou"}, {0x0238, "db"},  {0x0239, "qp"},  {0x0259, "e"},
    {0x1E9E, "ss"}, {0xFB00, "ff"}, {0xFB01, "fi"}, {0xFB02, "fl"}, {0xFB03, "ffi"}, {0xFB04, "ffl"}, {0xFB05, "st"},
    {0xFB06, "st"},
};
static_assert(std::ranges::is_sorted(kLongSpellings, {}, &LongSpelling::code_point));

constexpr std::string_view kAscii = "0123456789abcdefghijklmnopqrstuvwxyz";

std::optional<std::string_view> in_block(std::string_view block, char32_t start, char32_t code_point) {
  if (code_point < start || code_point - start >= block.size()) return std::nullopt;
  const std::string_view spelling = block.substr(code_point - start, 1);
  if (spelling == " " || spelling == "*") return std::nullopt;
  return spelling;
}

std::optional<std::string_view> ascii_spelling(char32_t code_point) {
  if (code_point >= '0' && code_point <= '9') return kAscii.substr(code_point - '0', 1);
  if (code_point >= 'a' && code_point <= 'z') return kAscii.substr(10 + code_point - 'a', 1);
  if (code_point >= 'A' && code_point <= 'Z') return kAscii.substr(10 + code_point - 'A', 1);
  return std::nullopt;
}

struct Range {
  char32_t first;
  char32_t last;
};
// What is no letter, mark or digit, by blocks of Unicode 15; single signs inside the common alphabets are listed as well.
constexpr Range kNoLetters[] = {
    {0x0080, 0x00BF},     // Latin-1 controls and signs
    {0x00D7, 0x00D7},     // multiplication sign
    {0x00F7, 0x00F7},     // division sign
    {0x02C2, 0x02DF},     // modifier symbols
    {0x037E, 0x037E},     // Greek question mark
    {0x0387, 0x0387},     // Greek middle dot
    {0x0482, 0x0482},     // Cyrillic thousands sign
    {0x055A, 0x055F},     // Armenian punctuation
    {0x0589, 0x058F},     // Armenian stops and currency
    {0x05BE, 0x05BE},     // Hebrew hyphen
    {0x05C0, 0x05C0},     // Hebrew punctuation
    {0x05C3, 0x05C3},     //
    {0x05F3, 0x05F4},     //
    {0x0600, 0x060F},     // Arabic signs and punctuation
    {0x061B, 0x061F},     //
    {0x066A, 0x066D},     //
    {0x06D4, 0x06D4},     //
    {0x0964, 0x0965},     // Devanagari stops
    {0x0E3F, 0x0E3F},     // baht
    {0x0E4F, 0x0E4F},     // Thai signs
    {0x0E5A, 0x0E5B},     //
    {0x2000, 0x2BFF},     // punctuation, currency, letterlike forms, arrows, mathematics, shapes, dingbats
    {0x2E00, 0x2E7F},     // supplemental punctuation
    {0x2FF0, 0x3004},     // ideographic description, space, comma and stop
    {0x3008, 0x3020},     // CJK brackets
    {0x3030, 0x3030},     // wavy dash
    {0x303D, 0x303F},     //
    {0x30A0, 0x30A0},     // katakana hyphen
    {0x30FB, 0x30FB},     // katakana middle dot
    {0x3200, 0x33FF},     // enclosed and squared CJK
    {0x4DC0, 0x4DFF},     // hexagrams
    {0xD800, 0xF8FF},     // surrogates, private use
    {0xFD3E, 0xFD3F},     // ornate parentheses
    {0xFE00, 0xFE6F},     // variation selectors, CJK compatibility punctuation
    {0xFEFF, 0xFEFF},     // byte order mark
    {0xFF00, 0xFF0F},     // full-width punctuation
    {0xFF1A, 0xFF20},     //
    {0xFF3B, 0xFF40},     //
    {0xFF5B, 0xFF65},     //
    {0xFFE0, 0xFFFF},     // full-width signs, specials
    {0x10100, 0x1013F},   // Aegean numbers
    {0x1D000, 0x1D7FF},   // music, mathematical letters
    {0x1F000, 0x1FAFF},   // pictographs
    {0xE0000, 0x10FFFF},  // tags, private use
};
static_assert(std::ranges::is_sorted(kNoLetters, {}, &Range::first));

}  // namespace

std::optional<std::string_view> plain_spelling(char32_t code_point) {
  if (code_point < 0x80) return ascii_spelling(code_point);
  if (const auto one = in_block(kLatin, kLatinStart, code_point)) return one;
  if (const auto one = in_block(kLatinAdditional, kLatinAdditionalStart, code_point)) return one;
  constexpr char32_t kFullWidth = 0xFEE0;  // from ASCII to its full-width twin
  if (code_point > kFullWidth + 0x20 && code_point < kFullWidth + 0x7F) return ascii_spelling(code_point - kFullWidth);
  const auto* const spelling = std::ranges::lower_bound(kLongSpellings, code_point, {}, &LongSpelling::code_point);
  if (spelling == std::end(kLongSpellings) || spelling->code_point != code_point) return std::nullopt;
  return spelling->text;
}

char32_t lower_case(char32_t code_point) {
  if (code_point >= 0x0391 && code_point <= 0x03AB) return code_point + 0x20;  // Greek
  if (code_point >= 0x0400 && code_point <= 0x040F) return code_point + 0x50;  // Cyrillic: Ѐ to Џ
  if (code_point >= 0x0410 && code_point <= 0x042F) return code_point + 0x20;
  if (code_point >= 0x0531 && code_point <= 0x0556) return code_point + 0x30;  // Armenian
  switch (code_point) {                                                        // Greek with tonos
    case 0x0386: return 0x03AC;
    case 0x0388:
    case 0x0389:
    case 0x038A: return code_point + 0x25;
    case 0x038C: return 0x03CC;
    case 0x038E:
    case 0x038F: return code_point + 0x3F;
    default: break;
  }
  const bool pairs = (code_point >= 0x0460 && code_point <= 0x0481) || (code_point >= 0x048A && code_point <= 0x04BF) ||
                     (code_point >= 0x04D0 && code_point <= 0x052F);  // further Cyrillic: even is upper, odd is lower
  return pairs && code_point % 2 == 0 ? code_point + 1 : code_point;
}

bool is_letter_beyond_ascii(char32_t code_point) {
  if (code_point < 0x80) return false;
  const auto* const after = std::ranges::upper_bound(kNoLetters, code_point, {}, &Range::first);
  return after == std::begin(kNoLetters) || code_point > std::prev(after)->last;
}

}  // namespace souk
