#pragma once

#include <string>
#include <string_view>

namespace souk::html {

/// What a merchant's description may say: text, headings, lists, tables, links (https, http, mailto, tel, relative), images
/// (https and relative). Everything else goes: scripts, styles, frames, forms, event handlers, comments, unknown elements
/// (their text stays), `javascript:` and its spellings. The result is well-formed HTML that parses to the same tree again
/// (sanitize(sanitize(x)) == sanitize(x)). `html`: any bytes; ill-formed UTF-8 becomes U+FFFD. Never fails. At most kMaxDepth
/// nested elements: what lies deeper is flattened.
std::string sanitize(std::string_view html);

/// The text alone, one space for every run of white space or block boundary: for search and previews.
std::string text_of(std::string_view html);

inline constexpr int kMaxDepth = 64;  // browsers flatten beyond 512; recursion here stays far from the stack's end

}  // namespace souk::html
