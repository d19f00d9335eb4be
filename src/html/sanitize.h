#pragma once

#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk::html {

/// What a merchant's description may say: text, headings, lists, tables, links (https, http, mailto, tel, relative), images
/// (https and relative). Everything else goes: scripts, styles, frames, forms, event handlers, comments, unknown elements
/// (their text stays), `javascript:` and its spellings. The result is well-formed HTML that parses to the same tree again
/// (sanitize(sanitize(x)) == sanitize(x)). `html`: any bytes; ill-formed UTF-8 becomes U+FFFD. At most kMaxDepth nested
/// elements: what lies deeper is flattened. Errors: validation_failed: those of allowed_markup(), and a result as large as it
/// refuses.
Result<std::string> sanitize(std::string_view html);

inline constexpr int kMaxDepth = 64;  // browsers flatten beyond 512; recursion here stays far from the stack's end

}  // namespace souk::html
