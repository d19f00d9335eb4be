#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk::html {

/// What a parser gets to read of a merchant's HTML, and how much it may have to build of that.
struct Markup {
  std::string html;       // text, and tags of kElements with their kAttributes: nested and left open as they were
  std::size_t depth = 0;  // elements open at once; a parser has no more than a few times as many
  std::size_t nodes = 0;  // elements and texts, with those that a parser repeats for formatting left open
};

/// Takes out all that is not allowed before a parser sees it. Gumbo 0.10 ends the process on some of it (CDATA in a table's
/// SVG, unknown elements in <option>), needs time by the square of the depth and of a tag's attributes, and a gigabyte for
/// formatting that is repeated in each paragraph; on what is left it does none of these. Which of two readings a browser
/// would choose of something broken does not matter here: what comes out is parsed and written anew.
/// Errors: validation_failed: longer, deeper or with more left open than any description is.
Result<Markup> allowed_markup(std::string_view html);

// Descriptions come nowhere near. At these, parsing takes less than a second and 100 MB.
inline constexpr std::size_t kMaxBytes = 1 << 20;
inline constexpr std::size_t kMaxOpen = 512;
inline constexpr std::size_t kMaxNodes = 500'000;

}  // namespace souk::html
