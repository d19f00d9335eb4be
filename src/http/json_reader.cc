#include "http/json_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "http/json_tree.h"
#include "http/json_writer.h"

namespace souk::http {
namespace {

std::vector<std::uint32_t> members_by_name(const JsonTree& tree, std::uint32_t object) {
  std::vector<std::uint32_t> members;
  members.reserve(tree.nodes[object].size);
  for (auto at = tree.nodes[object].first; at != JsonTree::kNone; at = tree.nodes[at].next) members.push_back(at);
  std::ranges::sort(members, {}, [&](std::uint32_t member) { return tree.nodes[member].key; });
  return members;
}

void write_canonical(JsonWriter& json, const JsonTree& tree, std::uint32_t index) {
  const JsonTree::Node& node = tree.nodes[index];
  switch (node.kind) {
    case JsonKind::null:
    case JsonKind::other_number: json.null(); return;  // no decoder accepts other_number, so no hash is ever made of one
    case JsonKind::boolean: json.boolean(node.boolean); return;
    case JsonKind::integer: json.integer(node.integer); return;
    case JsonKind::string: json.text(node.string); return;
    case JsonKind::array:
      json.begin_array();
      for (auto at = node.first; at != JsonTree::kNone; at = tree.nodes[at].next) write_canonical(json, tree, at);
      json.end_array();
      return;
    case JsonKind::object:
      json.begin_object();
      for (const std::uint32_t member : members_by_name(tree, index)) {
        json.key(tree.nodes[member].key);
        write_canonical(json, tree, member);
      }
      json.end_object();
      return;
  }
}

std::size_t position_of(const JsonTree& tree, std::uint32_t index) {
  std::size_t position = 0;
  for (auto at = tree.nodes[tree.nodes[index].parent].first; at != index; at = tree.nodes[at].next) ++position;
  return position;
}

}  // namespace

JsonKind JsonValue::kind() const { return tree_->nodes[index_].kind; }
bool JsonValue::boolean() const { return tree_->nodes[index_].boolean; }
std::int64_t JsonValue::integer() const { return tree_->nodes[index_].integer; }
std::string_view JsonValue::string() const { return tree_->nodes[index_].string; }
std::size_t JsonValue::size() const { return tree_->nodes[index_].size; }
std::string_view JsonValue::key() const { return tree_->nodes[index_].key; }

std::optional<JsonValue> JsonValue::first() const {
  const auto child = tree_->nodes[index_].first;
  if (child == JsonTree::kNone) return std::nullopt;
  return JsonValue{*tree_, child};
}

std::optional<JsonValue> JsonValue::next() const {
  const auto sibling = tree_->nodes[index_].next;
  if (sibling == JsonTree::kNone) return std::nullopt;
  return JsonValue{*tree_, sibling};
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
  for (auto member = first(); member; member = member->next())
    if (member->key() == key) return member;
  return std::nullopt;
}

std::string JsonValue::pointer() const {
  std::vector<std::uint32_t> path;
  for (auto at = index_; tree_->nodes[at].parent != JsonTree::kNone; at = tree_->nodes[at].parent) path.push_back(at);
  std::string pointer;
  for (auto at = path.rbegin(); at != path.rend(); ++at) {
    const bool in_array = tree_->nodes[tree_->nodes[*at].parent].kind == JsonKind::array;
    pointer += '/';
    pointer += in_array ? std::to_string(position_of(*tree_, *at)) : pointer_step(tree_->nodes[*at].key);
  }
  return pointer;
}

JsonDocument::JsonDocument(std::unique_ptr<const JsonTree> tree) : tree_(std::move(tree)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

JsonValue JsonDocument::root() const { return JsonValue{*tree_, 0}; }

std::string JsonDocument::canonical() const {
  std::string text;
  JsonWriter json(text);
  write_canonical(json, *tree_, 0);
  return text;
}

std::string pointer_step(std::string_view part) {
  std::string step;
  for (const char c : part) {
    if (c == '~')
      step += "~0";
    else if (c == '/')
      step += "~1";
    else
      step += c;
  }
  return step;
}

}  // namespace souk::http
