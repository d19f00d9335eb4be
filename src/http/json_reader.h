#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk::http {

// Bounds of one document, so that none costs more than its bytes. A body's size is bounded before it gets here.
inline constexpr std::size_t kMaxJsonDepth = 32;
inline constexpr std::size_t kMaxJsonValues = 10'000;
inline constexpr std::size_t kMaxJsonKeyBytes = 1024;

enum class JsonKind : std::uint8_t {
  null,
  boolean,
  integer,       // written as one, within ±(2^53 − 1)
  other_number,  // 1.0, 1e2, -0, 2^53: never coerced
  string,
  array,
  object,
};

struct JsonTree;

/// A value inside a JsonDocument, which must outlive it. Cheap to copy.
class JsonValue {
 public:
  JsonKind kind() const;
  bool boolean() const;
  std::int64_t integer() const;
  std::string_view string() const;
  /// Elements of an array or members of an object.
  std::size_t size() const;
  std::optional<JsonValue> first() const;  // element or member
  std::optional<JsonValue> next() const;   // sibling
  /// The name under which this stands in an object.
  std::string_view key() const;
  std::optional<JsonValue> find(std::string_view key) const;
  /// Where this is: "/lines/0/quantity"; "" for the whole document.
  std::string pointer() const;

 private:
  friend class JsonDocument;
  JsonValue(const JsonTree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

  const JsonTree* tree_;
  std::uint32_t index_;
};

/// A strictly parsed document: RFC 8259, valid UTF-8 without a byte order mark, U+0000 or lone surrogates, no name twice in one
/// object, within the bounds above.
class JsonDocument {
 public:
  /// Errors: malformed_json, invalid_unicode, too_complex.
  static Result<JsonDocument> parse(std::string_view text);

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  JsonValue root() const;
  /// One spelling for all documents that say the same: names sorted, no spaces. What idempotency hashes are made of.
  std::string canonical() const;

 private:
  explicit JsonDocument(std::unique_ptr<const JsonTree> tree);
  std::unique_ptr<const JsonTree> tree_;
};

/// `part` as a step of a JSON pointer: "a/b" -> "a~1b".
std::string pointer_step(std::string_view part);

}  // namespace souk::http
