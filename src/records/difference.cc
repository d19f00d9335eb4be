#include "records/difference.h"

#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace souk::records {
namespace {

namespace js = boost::json;

constexpr std::int64_t kMaxChanges = 50;
// Of a value's JSON: a title or a price fits whole, a description is known by its beginning.
constexpr std::size_t kMaxValueBytes = 500;
constexpr std::size_t kKeptBytes = 400;

js::value parsed(std::string_view json) { return json.empty() ? js::object() : js::parse(json); }

/// The longest beginning of at most `bytes` that ends between two characters.
std::string_view beginning(std::string_view text, std::size_t bytes) {
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

js::value shortened(const js::value& value) {
  const std::string json = value.is_string() ? std::string(value.get_string()) : js::serialize(value);
  if (json.size() <= kMaxValueBytes) return value;
  return js::string(fmt::format("{}… ({} bytes)", beginning(json, kKeptBytes), json.size()));
}

/// A name as a step of a JSON pointer (RFC 6901).
std::string step(std::string_view name) {
  std::string text = "/";
  for (const char c : name) {
    if (c == '~')
      text += "~0";
    else if (c == '/')
      text += "~1";
    else
      text += c;
  }
  return text;
}

class Comparison {
 public:
  void compare(const std::string& path, const js::value* before, const js::value* after) {
    if (before && after && *before == *after) return;
    const auto* const old_members = before ? before->if_object() : nullptr;
    const auto* const new_members = after ? after->if_object() : nullptr;
    // What is made or goes is told member by member as well.
    const bool by_member = (old_members || !before) && (new_members || !after);
    if (by_member && (old_members || new_members)) return compare_members(path, old_members, new_members);
    note(path, before, after);
  }

  Difference finish() && { return {js::serialize(changes_), omitted_}; }

 private:
  void compare_members(const std::string& path, const js::object* before, const js::object* after) {
    std::set<std::string_view> names;
    for (const auto* const members : {before, after})
      if (members)
        for (const auto& member : *members) names.insert(member.key());
    for (const std::string_view name : names)
      compare(path + step(name), before ? before->if_contains(name) : nullptr, after ? after->if_contains(name) : nullptr);
  }

  void note(const std::string& path, const js::value* before, const js::value* after) {
    if (static_cast<std::int64_t>(changes_.size()) == kMaxChanges) {
      ++omitted_;
      return;
    }
    js::object change{{"path", path}};
    if (before) change["before"] = shortened(*before);
    if (after) change["after"] = shortened(*after);
    changes_.push_back(std::move(change));
  }

  js::array changes_;
  std::int64_t omitted_ = 0;
};

}  // namespace

Difference difference(std::string_view before, std::string_view after) {
  const js::value old_value = parsed(before);
  const js::value new_value = parsed(after);
  Comparison comparison;
  comparison.compare("", &old_value, &new_value);
  return std::move(comparison).finish();
}

}  // namespace souk::records
