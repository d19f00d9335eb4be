#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace souk::html {

using namespace std::string_view_literals;
using Names = std::span<const std::string_view>;
inline bool contains(Names names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

// What stays as an element. Of others the tags go and the text stays; the ones in kDropped go with all they hold.
inline constexpr std::array kElements{
    "a"sv,        "abbr"sv,  "b"sv,      "blockquote"sv, "br"sv,  "caption"sv, "cite"sv,  "code"sv,       "col"sv,
    "colgroup"sv, "dd"sv,    "del"sv,    "div"sv,        "dl"sv,  "dt"sv,      "em"sv,    "figcaption"sv, "figure"sv,
    "h1"sv,       "h2"sv,    "h3"sv,     "h4"sv,         "h5"sv,  "h6"sv,      "hr"sv,    "i"sv,          "img"sv,
    "ins"sv,      "kbd"sv,   "li"sv,     "mark"sv,       "ol"sv,  "p"sv,       "pre"sv,   "q"sv,          "s"sv,
    "small"sv,    "span"sv,  "strong"sv, "sub"sv,        "sup"sv, "table"sv,   "tbody"sv, "td"sv,         "tfoot"sv,
    "th"sv,       "thead"sv, "tr"sv,     "u"sv,          "ul"sv};
inline constexpr std::array kVoid{"br"sv, "hr"sv, "img"sv, "col"sv};

// What holds no markup, whatever it looks like: it ends with the first end tag of its name.
inline constexpr std::array kRawText{"script"sv, "style"sv,   "textarea"sv, "title"sv,    "xmp"sv,
                                     "iframe"sv, "noembed"sv, "noframes"sv, "noscript"sv, "plaintext"sv};
inline constexpr std::array kDropped{"svg"sv,    "math"sv,  "object"sv, "applet"sv, "template"sv,
                                     "select"sv, "audio"sv, "video"sv,  "canvas"sv, "frameset"sv};

struct AllowedAttribute {
  std::string_view element, name;
};
inline constexpr std::array kAttributes{
    AllowedAttribute{"a", "href"},     AllowedAttribute{"a", "title"},    AllowedAttribute{"abbr", "title"},
    AllowedAttribute{"img", "src"},    AllowedAttribute{"img", "alt"},    AllowedAttribute{"img", "title"},
    AllowedAttribute{"img", "width"},  AllowedAttribute{"img", "height"}, AllowedAttribute{"td", "colspan"},
    AllowedAttribute{"td", "rowspan"}, AllowedAttribute{"th", "colspan"}, AllowedAttribute{"th", "rowspan"},
    AllowedAttribute{"th", "scope"},   AllowedAttribute{"ol", "start"},   AllowedAttribute{"col", "span"}};
inline bool is_allowed(std::string_view element, std::string_view attribute) {
  return std::ranges::any_of(kAttributes, [&](const auto& each) { return each.element == element && each.name == attribute; });
}

}  // namespace souk::html
