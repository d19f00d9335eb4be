#include "search/plain_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "search/characters.h"

namespace souk::search {

namespace {

constexpr std::array<std::string_view, 14> kInlineTags{"a", "abbr",  "b",    "code",   "em",  "i",   "mark",
                                                       "s", "small", "span", "strong", "sub", "sup", "u"};

std::string_view name_of_tag(std::string_view inside) {
  if (inside.starts_with('/')) inside.remove_prefix(1);
  const auto end = std::ranges::find_if(inside, [](char c) { return c == ' ' || c == '/' || c == '\n' || c == '\t'; });
  return {inside.begin(), end};
}

constexpr std::array<std::pair<std::string_view, char32_t>, 6> kEntities{
    {{"amp", U'&'}, {"lt", U'<'}, {"gt", U'>'}, {"quot", U'"'}, {"apos", U'\''}, {"nbsp", U' '}}};

std::optional<char32_t> entity(std::string_view name) {
  if (!name.starts_with('#')) {
    const auto known = std::ranges::find(kEntities, name, &std::pair<std::string_view, char32_t>::first);
    return known == kEntities.end() ? std::nullopt : std::optional(known->second);
  }
  name.remove_prefix(1);
  const bool hexadecimal = name.starts_with('x') || name.starts_with('X');
  if (hexadecimal) name.remove_prefix(1);
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), value, hexadecimal ? 16 : 10);
  const bool valid = problem == std::errc{} && end == name.data() + name.size() && value > 0 && value <= 0x10FFFF &&
                     (value < 0xD800 || value > 0xDFFF);
  return valid ? std::optional(static_cast<char32_t>(value)) : std::nullopt;
}

// "&thetasym;" is the longest one that could be meant, "&#x10FFFF;" the longest number.
constexpr std::size_t kLongestEntity = 10;

/// Appends the entity that `html` begins with and returns its length, or the bare ampersand.
std::size_t take_entity(std::string_view html, std::string& text) {
  const std::size_t end = html.substr(0, kLongestEntity + 2).find(';');
  const auto character = end == std::string_view::npos ? std::nullopt : entity(html.substr(1, end - 1));
  append_utf8(text, character.value_or(U'&'));
  return character ? end + 1 : 1;
}

}  // namespace

std::string plain_text(std::string_view html) {
  std::string text;
  text.reserve(html.size());
  while (!html.empty()) {
    const std::size_t plain = std::min(html.find_first_of("<&"), html.size());
    text += html.substr(0, plain);
    html.remove_prefix(plain);
    if (html.empty()) break;
    if (html.front() == '&') {
      html.remove_prefix(take_entity(html, text));
      continue;
    }
    const std::size_t end = html.find('>');
    if (end == std::string_view::npos) break;
    const bool within_a_line = std::ranges::find(kInlineTags, name_of_tag(html.substr(1, end - 1))) != kInlineTags.end();
    if (!within_a_line) text.push_back(' ');
    html.remove_prefix(end + 1);
  }
  return text;
}

}  // namespace souk::search
