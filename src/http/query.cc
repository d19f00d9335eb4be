#include "http/query.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "commerce/text/utf8.h"

namespace souk::http {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";
// The longest list of filters a person can mean.
constexpr std::size_t kMaxParameters = 100;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
         c == '~';
}

std::unexpected<Error> invalid(std::string_view name, std::string detail) {
  return fail_at(std::string(name), ErrorCode::invalid_parameter, std::move(detail));
}

/// A form's encoding: also `+` for a space.
std::optional<std::string> form_decoded(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  return percent_decoded(spaced);
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      decoded += text[at];
      continue;
    }
    if (text.size() - at < 3) return std::nullopt;
    const int high = hex_digit(text[at + 1]);
    const int low = hex_digit(text[at + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    at += 2;
  }
  if (!is_valid_utf8(decoded) || decoded.find('\0') != std::string::npos) return std::nullopt;
  return decoded;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kHex[byte >> 4U];
    encoded += kHex[byte & 15U];
  }
  return encoded;
}

Result<Query> Query::parse(std::string_view text, std::initializer_list<KnownParameter> known) {
  Query query;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = form_decoded(pair.substr(0, equals));
    if (!name) return fail(ErrorCode::invalid_parameter, "A parameter's name is not well encoded");
    const auto meant = std::ranges::find(known, std::string_view{*name}, &KnownParameter::name);
    if (meant == known.end()) return invalid(*name, "There is no such parameter here");
    if (!meant->repeatable && query.find(*name)) return invalid(*name, "This parameter can be given once");
    auto value = form_decoded(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
    if (!value) return invalid(*name, "This is not well encoded");
    if (query.values_.size() == kMaxParameters) return invalid(*name, "There are too many parameters");
    query.values_.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

std::optional<std::string> Query::find(std::string_view name) const {
  for (const auto& [known, value] : values_)
    if (known == name) return value;
  return std::nullopt;
}

std::vector<std::string> Query::all(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [known, value] : values_)
    if (known == name) found.push_back(value);
  return found;
}

Result<std::optional<std::string>> Query::text(std::string_view name, std::size_t shortest, std::size_t longest) const {
  auto value = find(name);
  if (value && (length_of(*value) < shortest || length_of(*value) > longest))
    return invalid(name, "This must be " + std::to_string(shortest) + " to " + std::to_string(longest) + " characters long");
  return value;
}

Result<std::vector<std::string>> Query::texts(std::string_view name, std::size_t longest, std::size_t most) const {
  auto values = all(name);
  if (values.size() > most) return invalid(name, "This can be given at most " + std::to_string(most) + " times");
  for (const auto& value : values)
    if (value.empty() || length_of(value) > longest)
      return invalid(name, "This must be 1 to " + std::to_string(longest) + " characters long");
  return values;
}

Result<std::optional<std::int64_t>> Query::integer(std::string_view name, std::int64_t lowest, std::int64_t highest) const {
  const auto value = find(name);
  if (!value) return std::optional<std::int64_t>{};
  std::int64_t number = 0;
  const char* const end = value->data() + value->size();
  const auto read = std::from_chars(value->data(), end, number);
  if (value->empty() || read.ec != std::errc{} || read.ptr != end || number < lowest || number > highest)
    return invalid(name, "This must be an integer from " + std::to_string(lowest) + " to " + std::to_string(highest));
  return std::optional{number};
}

Result<std::optional<bool>> Query::boolean(std::string_view name) const {
  const auto value = find(name);
  if (!value) return std::optional<bool>{};
  if (*value != "true" && *value != "false") return invalid(name, "This must be true or false");
  return std::optional{*value == "true"};
}

CanonicalTarget& CanonicalTarget::add(std::string_view name, std::string_view value) {
  text_ += has_query_ ? '&' : '?';
  has_query_ = true;
  text_ += name;
  text_ += '=';
  text_ += percent_encoded(value);
  return *this;
}

CanonicalTarget& CanonicalTarget::add(std::string_view name, const std::vector<std::string>& values) {
  for (const auto& value : values) add(name, value);
  return *this;
}

}  // namespace souk::http
