#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commerce/error/error.h"

namespace souk::http {

/// `%41` -> "A", strictly: nullopt for a bad escape, bytes that are no UTF-8, or U+0000. `+` means itself here.
std::optional<std::string> percent_decoded(std::string_view text);
/// Everything but letters, digits and -._~ escaped.
std::string percent_encoded(std::string_view text);

/// A parameter that an operation knows.
struct KnownParameter {
  std::string_view name;
  bool repeatable = false;
};

/// The query of a target, read strictly. Every error is invalid_parameter and names the parameter.
class Query {
 public:
  /// `text`: what follows the question mark. Errors: an unknown parameter, a repeated single one, a bad escape.
  static Result<Query> parse(std::string_view text, std::initializer_list<KnownParameter> known);

  std::optional<std::string> find(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  /// The parameter as a text of so many characters (code points).
  Result<std::optional<std::string>> text(std::string_view name, std::size_t shortest, std::size_t longest) const;
  Result<std::vector<std::string>> texts(std::string_view name, std::size_t longest, std::size_t most) const;
  Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t lowest, std::int64_t highest) const;
  Result<std::optional<bool>> boolean(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

/// Builds the one spelling of a target that all equal requests share. Parameters are added in a fixed order.
class CanonicalTarget {
 public:
  explicit CanonicalTarget(std::string path) : text_(std::move(path)) {}
  CanonicalTarget& add(std::string_view name, std::string_view value);
  CanonicalTarget& add(std::string_view name, const std::vector<std::string>& values);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool has_query_ = false;
};

}  // namespace souk::http
