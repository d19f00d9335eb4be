#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/operations.h"

namespace souk::http {

/// What stood in the places of a template's parameters, in their order, as sent: not decoded.
struct PathParameters {
  static constexpr std::size_t kMost = 2;
  std::array<std::string_view, kMost> values{};
  std::size_t count = 0;

  std::string_view operator[](std::size_t index) const { return values[index]; }
};

/// Finds the operation that a method and a path name: a tree of path segments, built once from the contract's table.
class Router {
 public:
  Router();

  struct Match {
    bool path_known = false;               // some operation has this path
    std::optional<Operation> operation{};  // and this method; HEAD counts as GET
    PathParameters parameters{};
    std::string allow{};  // what the Allow header says when the path is known and the method is not
  };
  Match match(std::string_view method, std::string_view path) const;

 private:
  struct Node {
    std::vector<std::pair<std::string_view, std::uint32_t>> literals;  // segment -> node; a handful
    std::uint32_t parameter = 0;                                       // 0, the root, is nobody's child: none
    std::vector<Operation> operations;
  };

  std::uint32_t child(std::uint32_t node, std::string_view segment);
  std::optional<std::uint32_t> find(std::string_view path, PathParameters& parameters) const;

  std::vector<Node> nodes_;
};

}  // namespace souk::http
