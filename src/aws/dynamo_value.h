#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "commerce/id/id.h"
#include "commerce/time/instant.h"

namespace souk::aws {

struct Value;
using Item = std::map<std::string, Value, std::less<>>;
using ValueList = std::vector<Value>;
using Binary = std::vector<std::uint8_t>;

/// What an attribute of a DynamoDB item holds: NULL, BOOL, N, S, B, L or M. Numbers are whole: the shop has no others.
struct Value {
  using Held = std::variant<std::nullptr_t, bool, std::int64_t, std::string, Binary, ValueList, Item>;
  Held held = nullptr;

  Value() = default;
  Value(bool truth) : held(truth) {}  // NOLINT(google-explicit-constructor): values are written as they are
  Value(std::integral auto number) : held(static_cast<std::int64_t>(number)) {}  // NOLINT(google-explicit-constructor)
  Value(std::string text) : held(std::move(text)) {}                             // NOLINT(google-explicit-constructor)
  Value(std::string_view text) : held(std::string(text)) {}                      // NOLINT(google-explicit-constructor)
  Value(const char* text) : held(std::string(text)) {}                           // NOLINT(google-explicit-constructor)
  Value(Binary bytes) : held(std::move(bytes)) {}                                // NOLINT(google-explicit-constructor)
  Value(ValueList list) : held(std::move(list)) {}                               // NOLINT(google-explicit-constructor)
  Value(Item map) : held(std::move(map)) {}                                      // NOLINT(google-explicit-constructor)
  /// Ids are their text, which sorts as their bytes do and tells in every console what it names; instants are Unix
  /// milliseconds.
  template <class Tag>
  Value(const Id<Tag>& id) : held(id.text()) {}                                       // NOLINT(google-explicit-constructor)
  Value(Instant instant) : held(std::int64_t{instant.time_since_epoch().count()}) {}  // NOLINT(google-explicit-constructor)

  template <class T>
  const T* get() const {
    return std::get_if<T>(&held);
  }
  friend bool operator==(const Value&, const Value&) = default;
};

/// Roughly what DynamoDB counts against its limits: names and values in bytes.
std::size_t size_of(const Item& item);

}  // namespace souk::aws
