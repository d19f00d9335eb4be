#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commerce/error/error.h"
#include "commerce/money/money.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"
#include "http/json_reader.h"

namespace souk::http {

/// A value read as one type, without coercion. Errors: validation_failed at the value's pointer.
Result<std::int64_t> as_integer(JsonValue value);
Result<bool> as_boolean(JsonValue value);
Result<std::string> as_text(JsonValue value);
Result<Money> as_money(JsonValue value);
Result<Instant> as_instant(JsonValue value);
/// The elements of an array. Errors: validation_failed (no array).
Result<std::vector<JsonValue>> as_array(JsonValue value);
/// `wanted` as in "must be a text".
Error wrong_type(JsonValue value, std::string_view wanted);

template <class Typed>
Result<Typed> as_id(JsonValue value) {
  TRY(const std::string text, as_text(value));
  const auto id = Typed::parse(text);
  if (!id) return std::unexpected(wrong_type(value, "an id of this kind"));
  return *id;
}

/// One of an enum's names.
template <class Enum>
Result<Enum> as_named(JsonValue value) {
  TRY(const std::string name, as_text(value));
  const auto meant = named<Enum>(name);
  if (meant) return *meant;
  std::string all;
  for (const std::string_view each : kNames<Enum>) all.append(all.empty() ? "one of " : ", ").append(each);
  return std::unexpected(wrong_type(value, all));
}

/// Reads each element of an array with `read`.
template <class Item>
Result<std::vector<Item>> as_array_of(JsonValue value, Result<Item> (*read)(JsonValue)) {
  TRY(const std::vector<JsonValue> elements, as_array(value));
  std::vector<Item> items;
  items.reserve(elements.size());
  for (const JsonValue element : elements) {
    TRY(Item item, read(element));
    items.push_back(std::move(item));
  }
  return items;
}

/// An object whose fields are all known: what a client sends beyond them is refused, never silently dropped.
class Fields {
 public:
  /// Errors: validation_failed (no object), unknown_field.
  static Result<Fields> of(JsonValue object, std::initializer_list<std::string_view> known);

  bool has(std::string_view name) const { return object_.find(name).has_value(); }
  bool empty() const { return object_.size() == 0; }
  std::optional<JsonValue> find(std::string_view name) const { return object_.find(name); }
  /// Errors: validation_failed (missing).
  Result<JsonValue> require(std::string_view name) const;

  /// `read` of a field that must be there.
  template <class T>
  Result<T> required(std::string_view name, Result<T> (*read)(JsonValue)) const {
    TRY(const JsonValue value, require(name));
    return read(value);
  }
  /// `read` of the field, or `absent` without it.
  template <class T>
  Result<T> either(std::string_view name, Result<T> (*read)(JsonValue), std::type_identity_t<T> absent) const {
    const auto value = find(name);
    if (!value) return absent;
    return read(*value);
  }
  /// nullopt when the field is absent.
  template <class T>
  Result<std::optional<T>> optional(std::string_view name, Result<T> (*read)(JsonValue)) const {
    const auto value = find(name);
    if (!value) return std::optional<T>{};
    TRY(T read_value, read(*value));
    return std::optional<T>{std::move(read_value)};
  }
  /// nullopt when the field is absent or null.
  template <class T>
  Result<std::optional<T>> nullable(std::string_view name, Result<T> (*read)(JsonValue)) const {
    const auto value = find(name);
    if (!value || value->kind() == JsonKind::null) return std::optional<T>{};
    TRY(T read_value, read(*value));
    return std::optional<T>{std::move(read_value)};
  }

  Result<std::string> text(std::string_view name) const { return required(name, &as_text); }
  Result<std::string> text_or(std::string_view name, std::string absent) const {
    return either(name, &as_text, std::move(absent));
  }
  Result<std::int64_t> integer(std::string_view name) const { return required(name, &as_integer); }
  Result<std::int64_t> integer_or(std::string_view name, std::int64_t absent) const {
    return either(name, &as_integer, absent);
  }
  Result<bool> boolean(std::string_view name) const { return required(name, &as_boolean); }
  Result<bool> boolean_or(std::string_view name, bool absent) const { return either(name, &as_boolean, absent); }

 private:
  explicit Fields(JsonValue object) : object_(object) {}

  JsonValue object_;
};

}  // namespace souk::http
