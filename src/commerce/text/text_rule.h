#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk {

/// What one piece of text may look like.
struct TextRule {
  std::size_t max_characters = 255;  // code points: a limit in bytes would give some scripts a third of the room
  bool required = false;             // more than white space
  bool lines = false;                // line breaks and tabs may stand
};

/// `parent` and `member` name the text for the error's pointer: "/variants/3" and "sku".
/// Errors: validation_failed (missing, too long, not UTF-8), invalid_characters (control characters).
Result<void> check_text(std::string_view text, const TextRule& rule, std::string_view parent, std::string_view member);

/// "/variants/3"
std::string pointer_to(std::string_view parent, std::size_t index);
/// "/variants/3/sku"
std::string pointer_to(std::string_view parent, std::string_view member);

}  // namespace souk
