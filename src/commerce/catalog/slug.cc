#include "commerce/catalog/slug.h"

#include "commerce/catalog/transliteration.h"
#include "commerce/text/utf8.h"

namespace souk {
namespace {

bool is_slug_character(char32_t code_point) {
  return code_point == '-' || (code_point >= 'a' && code_point <= 'z') || (code_point >= '0' && code_point <= '9') ||
         is_letter_beyond_ascii(code_point);
}

/// What stands inside a word without parting it: apostrophes, soft hyphen, zero-width characters, variation selectors.
bool is_silent(char32_t code_point) {
  return code_point == '\'' || code_point == 0x2019 || code_point == 0x2018 || code_point == 0x00AD ||
         (code_point >= 0x200B && code_point <= 0x200D) || (code_point >= 0xFE00 && code_point <= 0xFE0F) ||
         code_point == 0xFEFF;
}

bool is_combining_mark(char32_t code_point) { return code_point >= 0x0300 && code_point <= 0x036F; }

bool ends_in_ascii(std::string_view text) { return text.empty() || static_cast<unsigned char>(text.back()) < 0x80; }

/// Empty for what parts words.
std::string spelling_of(char32_t code_point) {
  if (const auto plain = plain_spelling(code_point)) return std::string(*plain);
  std::string own;
  if (is_letter_beyond_ascii(code_point)) append_code_point(own, lower_case(code_point));
  return own;
}

}  // namespace

bool is_slug(std::string_view text) {
  if (text.empty() || text.size() > kMaxSlugBytes || text.front() == '-' || text.back() == '-') return false;
  while (!text.empty()) {
    const auto code_point = take_code_point(text);
    if (!code_point || !is_slug_character(*code_point)) return false;
  }
  return true;
}

std::string slug_of(std::string_view title) {
  std::string slug;
  bool parted = false;
  while (!title.empty()) {
    const auto code_point = take_code_point(title);
    if (!code_point) title.remove_prefix(1);  // a stray byte parts words like any other sign
    if (code_point && (is_silent(*code_point) || (is_combining_mark(*code_point) && ends_in_ascii(slug)))) continue;
    const std::string spelling = code_point ? spelling_of(*code_point) : std::string{};
    if (spelling.empty()) {
      parted = !slug.empty();
      continue;
    }
    if (slug.size() + (parted ? 1 : 0) + spelling.size() > kMaxSlugBytes) break;
    if (parted) slug += '-';
    parted = false;
    slug += spelling;
  }
  return slug.empty() ? "item" : slug;
}

}  // namespace souk
