// Boost.JSON's tokenizer with our own tree behind it: boost::json::value keeps the last of two equal names, and turns 1.0 into
// a number like 1.

#include <algorithm>
#include <string>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

#include "commerce/money/money.h"
#include "commerce/text/utf8.h"
#include "http/json_reader.h"
#include "http/json_tree.h"

namespace souk::http {
namespace {

namespace json = boost::json;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// Up to this many members, comparing each with each is quicker than sorting them.
constexpr std::uint32_t kSmallObject = 16;

enum class Fault { none, duplicate_name, null_character, too_many_values };

/// Receives the tokenizer's events. The names are Boost's.
class TreeBuilder {
 public:
  static constexpr std::size_t max_object_size = kMaxJsonValues;
  static constexpr std::size_t max_array_size = kMaxJsonValues;
  static constexpr std::size_t max_key_size = kMaxJsonKeyBytes;
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  TreeBuilder(JsonTree& tree, std::size_t text_size) : tree_(tree) {
    tree_.text.reserve(text_size);  // an escape is never shorter than what it stands for
    tree_.nodes.reserve(std::min(kMaxJsonValues, text_size / 8) + 1);
  }

  Fault fault() const { return fault_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code& error) { return open(JsonKind::object, error); }
  bool on_array_begin(json::error_code& error) { return open(JsonKind::array, error); }
  bool on_array_end(std::size_t, json::error_code&) {
    open_.pop_back();
    return true;
  }
  bool on_object_end(std::size_t, json::error_code& error) {
    const std::uint32_t object = open_.back().node;
    open_.pop_back();
    return !repeats_a_name(object) || refuse(Fault::duplicate_name, error);
  }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    tree_.text.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view last, std::size_t size, json::error_code& error) {
    return finish_text(last, size, key_, error);
  }

  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    tree_.text.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view last, std::size_t size, json::error_code& error) {
    std::string_view text;
    if (!finish_text(last, size, text, error)) return false;
    JsonTree::Node node{.kind = JsonKind::string};
    node.string = text;
    return add(node, error);
  }

  bool on_number_part(json::string_view part, json::error_code&) {
    if (!number_begun_) negative_ = part.starts_with('-');
    number_begun_ = true;
    return true;
  }
  bool on_int64(std::int64_t number, json::string_view last, json::error_code& error) {
    const bool negative = number_begun_ ? negative_ : last.starts_with('-');
    number_begun_ = false;
    const bool exact = number >= -kMaxMinor && number <= kMaxMinor && !(number == 0 && negative);
    return add({.kind = exact ? JsonKind::integer : JsonKind::other_number, .integer = exact ? number : 0}, error);
  }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& error) { return other_number(error); }
  bool on_double(double, json::string_view, json::error_code& error) { return other_number(error); }

  bool on_bool(bool value, json::error_code& error) { return add({.kind = JsonKind::boolean, .boolean = value}, error); }
  bool on_null(json::error_code& error) { return add({.kind = JsonKind::null}, error); }

  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Open {
    std::uint32_t node;
    std::uint32_t last_child = JsonTree::kNone;
  };

  bool refuse(Fault fault, json::error_code& error) {
    fault_ = fault;
    error = json::error::exception;  // Boost wants some error; ours is in fault_
    return false;
  }

  bool other_number(json::error_code& error) {
    number_begun_ = false;
    return add({.kind = JsonKind::other_number}, error);
  }

  bool finish_text(json::string_view last, std::size_t size, std::string_view& text, json::error_code& error) {
    tree_.text.append(last.data(), last.size());
    text = std::string_view{tree_.text}.substr(tree_.text.size() - size);
    return text.find('\0') == std::string_view::npos || refuse(Fault::null_character, error);
  }

  bool add(JsonTree::Node node, json::error_code& error) {
    if (tree_.nodes.size() > kMaxJsonValues) return refuse(Fault::too_many_values, error);
    const auto index = static_cast<std::uint32_t>(tree_.nodes.size());
    if (!open_.empty()) {
      Open& container = open_.back();
      node.parent = container.node;
      if (tree_.nodes[container.node].kind == JsonKind::object) node.key = key_;
      if (container.last_child == JsonTree::kNone)
        tree_.nodes[container.node].first = index;
      else
        tree_.nodes[container.last_child].next = index;
      container.last_child = index;
      ++tree_.nodes[container.node].size;
    }
    tree_.nodes.push_back(node);
    return true;
  }

  bool open(JsonKind kind, json::error_code& error) {
    const auto index = static_cast<std::uint32_t>(tree_.nodes.size());
    if (!add({.kind = kind}, error)) return false;
    open_.push_back({index});
    return true;
  }

  bool repeats_a_name(std::uint32_t object) const {
    const auto& nodes = tree_.nodes;
    if (nodes[object].size <= kSmallObject) {
      for (auto one = nodes[object].first; one != JsonTree::kNone; one = nodes[one].next)
        for (auto other = nodes[one].next; other != JsonTree::kNone; other = nodes[other].next)
          if (nodes[one].key == nodes[other].key) return true;
      return false;
    }
    std::vector<std::string_view> names;
    names.reserve(nodes[object].size);
    for (auto at = nodes[object].first; at != JsonTree::kNone; at = nodes[at].next) names.push_back(nodes[at].key);
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) != names.end();
  }

  JsonTree& tree_;
  std::vector<Open> open_;
  std::string_view key_;
  bool number_begun_ = false;
  bool negative_ = false;
  Fault fault_ = Fault::none;
};

/// `\uD83C`: the half of a pair whose third hexadecimal digit is one of `thirds`.
bool begins_with_half(std::string_view text, std::string_view thirds) {
  return text.size() >= 6 && text.starts_with("\\u") && (text[2] == 'd' || text[2] == 'D') && thirds.contains(text[3]);
}

/// Boost calls it a syntax error when the second half of a pair is missing.
bool has_lone_first_half(std::string_view text) {
  for (auto at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 2)) {
    const std::string_view rest = text.substr(at);
    if (begins_with_half(rest, "89abAB") && !begins_with_half(rest.substr(6), "cdefCDEF")) return true;
  }
  return false;
}

Error refusal(Fault fault, const json::error_code& error, std::string_view text) {
  switch (fault) {
    case Fault::duplicate_name: return {ErrorCode::malformed_json, "An object has the same name twice"};
    case Fault::null_character: return {ErrorCode::invalid_unicode, "The character U+0000 is not allowed"};
    case Fault::too_many_values: return {ErrorCode::too_complex, "The body holds more than 10,000 values"};
    case Fault::none: break;
  }
  if (error == json::error::too_deep) return {ErrorCode::too_complex, "The body is nested deeper than 32 levels"};
  if (error == json::error::key_too_large) return {ErrorCode::too_complex, "A name is longer than 1,024 bytes"};
  if (error == json::error::array_too_large || error == json::error::object_too_large)
    return {ErrorCode::too_complex, "The body holds more than 10,000 values"};
  if (error == json::error::illegal_leading_surrogate || error == json::error::illegal_trailing_surrogate ||
      error == json::error::expected_utf16_escape || (error == json::error::syntax && has_lone_first_half(text)))
    return {ErrorCode::invalid_unicode, "A surrogate stands alone"};
  if (error == json::error::exponent_overflow) return {ErrorCode::validation_failed, "A number is written as no integer is"};
  return {ErrorCode::malformed_json, "The body is not JSON"};
}

}  // namespace

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) return fail(ErrorCode::invalid_unicode, "The body begins with a byte order mark");
  if (!is_valid_utf8(text)) return fail(ErrorCode::invalid_unicode, "The body is not UTF-8");

  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  auto tree = std::make_unique<JsonTree>();
  json::basic_parser<TreeBuilder> parser(options, *tree, text.size());
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (error) return std::unexpected(refusal(parser.handler().fault(), error, text));
  if (text.find_first_not_of(" \t\r\n", read) != std::string_view::npos)
    return fail(ErrorCode::malformed_json, "Something follows the JSON value");
  return JsonDocument{std::move(tree)};
}

}  // namespace souk::http
