#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "commerce/error/error.h"

namespace souk::identity {

/// Passwords that were found in breaches and are tried first: those built into the program, and those of a file. Kept as the
/// first 40 bits of their SHA-256, so that one in two million good passwords is refused by chance. Letters count alike in
/// either case. Thread-safe.
class BreachList {
 public:
  BreachList() = default;  // what is built in
  /// With the lines of `file` besides: one password each, UTF-8. Errors: not_found, unavailable, payload_too_large (1 GiB).
  static Result<BreachList> with_file(const std::filesystem::path& file);

  bool contains(std::string_view password) const;
  /// How many are known.
  std::size_t size() const;

 private:
  std::vector<std::uint64_t> added_;  // sorted
};

}  // namespace souk::identity
