#include "http/router.h"

#include <algorithm>

namespace souk::http {
namespace {

/// Takes the first segment off `path`, which begins with a slash.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

/// The methods of a path, HEAD and OPTIONS with them: "GET, HEAD, OPTIONS".
std::string allow_header(const std::vector<Operation>& operations) {
  std::string allow;
  for (const Operation operation : operations) {
    allow += row_of(operation).method;
    allow += row_of(operation).method == "GET" ? ", HEAD, " : ", ";
  }
  return allow + "OPTIONS";
}

}  // namespace

Router::Router() : nodes_(1) {
  for (const OperationRow& row : kOperations) {
    std::string_view path = row.path;
    std::uint32_t node = 0;
    while (!path.empty()) node = child(node, take_segment(path));
    nodes_[node].operations.push_back(row.operation);
  }
}

std::uint32_t Router::child(std::uint32_t node, std::string_view segment) {
  const auto fresh = static_cast<std::uint32_t>(nodes_.size());
  if (is_parameter(segment)) {
    if (nodes_[node].parameter != 0) return nodes_[node].parameter;
    nodes_[node].parameter = fresh;
  } else {
    for (const auto& [literal, known] : nodes_[node].literals)
      if (literal == segment) return known;
    nodes_[node].literals.emplace_back(segment, fresh);
  }
  nodes_.emplace_back();
  return fresh;
}

std::optional<std::uint32_t> Router::find(std::string_view path, PathParameters& parameters) const {
  if (!path.starts_with('/')) return std::nullopt;
  std::uint32_t at = 0;
  while (!path.empty()) {
    const std::string_view segment = take_segment(path);
    const Node& node = nodes_[at];
    // A literal goes before a parameter. Nowhere does the contract need to come back from that choice.
    const auto literal = std::ranges::find(node.literals, segment, &std::pair<std::string_view, std::uint32_t>::first);
    if (literal != node.literals.end()) {
      at = literal->second;
    } else if (node.parameter != 0 && !segment.empty() && parameters.count < PathParameters::kMost) {
      parameters.values[parameters.count++] = segment;
      at = node.parameter;
    } else {
      return std::nullopt;
    }
  }
  return at;
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
  Match match;
  const auto node = find(path, match.parameters);
  if (!node || nodes_[*node].operations.empty()) return match;
  match.path_known = true;
  const std::string_view meant = method == "HEAD" ? "GET" : method;
  for (const Operation operation : nodes_[*node].operations)
    if (row_of(operation).method == meant) match.operation = operation;
  if (!match.operation) match.allow = allow_header(nodes_[*node].operations);
  return match;
}

}  // namespace souk::http
