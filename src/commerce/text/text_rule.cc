#include "commerce/text/text_rule.h"

#include "commerce/text/utf8.h"

namespace souk {

std::string pointer_to(std::string_view parent, std::size_t index) { return pointer_to(parent, std::to_string(index)); }

std::string pointer_to(std::string_view parent, std::string_view member) {
  std::string pointer{parent};
  pointer += '/';
  for (const char character : member) {  // RFC 6901, section 3
    if (character == '~') {
      pointer += "~0";
    } else if (character == '/') {
      pointer += "~1";
    } else {
      pointer += character;
    }
  }
  return pointer;
}

Result<void> check_text(std::string_view text, const TextRule& rule, std::string_view parent, std::string_view member) {
  const auto refuse = [&](ErrorCode code, std::string detail) {
    return fail_at(pointer_to(parent, member), code, std::move(detail));
  };
  if (!is_valid_utf8(text)) return refuse(ErrorCode::validation_failed, "Not UTF-8 text");
  if (rule.lines ? has_control_characters_within_lines(text) : has_control_characters(text))
    return refuse(ErrorCode::invalid_characters, "Control characters are not allowed here");
  if (text.size() > rule.max_characters && length_of(text) > rule.max_characters)
    return refuse(ErrorCode::validation_failed, "Longer than " + std::to_string(rule.max_characters) + " characters");
  if (rule.required && trimmed(text).empty()) return refuse(ErrorCode::validation_failed, "Required");
  return {};
}

}  // namespace souk
