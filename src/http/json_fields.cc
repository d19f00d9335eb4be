#include "http/json_fields.h"

#include <algorithm>

namespace souk::http {
namespace {

std::unexpected<Error> invalid(JsonValue value, std::string detail) {
  return fail_at(value.pointer(), ErrorCode::validation_failed, std::move(detail));
}

/// A field's own pointer even when the field is not there.
std::string pointer_to(JsonValue object, std::string_view name) { return object.pointer() + '/' + pointer_step(name); }

}  // namespace

Error wrong_type(JsonValue value, std::string_view wanted) {
  return {ErrorCode::validation_failed, "This must be " + std::string(wanted), {}, value.pointer()};
}

Result<std::int64_t> as_integer(JsonValue value) {
  if (value.kind() != JsonKind::integer)
    return std::unexpected(wrong_type(value, "an integer within ±(2^53 − 1), written without a fraction or an exponent"));
  return value.integer();
}

Result<bool> as_boolean(JsonValue value) {
  if (value.kind() != JsonKind::boolean) return std::unexpected(wrong_type(value, "true or false"));
  return value.boolean();
}

Result<std::string> as_text(JsonValue value) {
  if (value.kind() != JsonKind::string) return std::unexpected(wrong_type(value, "a text"));
  return std::string(value.string());
}

Result<Money> as_money(JsonValue value) {
  TRY(const Fields fields, Fields::of(value, {"amount", "currency"}));
  TRY(const std::int64_t amount, fields.integer("amount"));
  TRY(const JsonValue code, fields.require("currency"));
  TRY(const std::string letters, as_text(code));
  const auto currency = Currency::parse(letters);
  if (!currency) return invalid(code, "This is no ISO 4217 currency");
  return Money{amount, *currency};
}

Result<Instant> as_instant(JsonValue value) {
  TRY(const std::string text, as_text(value));
  const auto instant = parse_rfc3339(text);
  if (!instant) return std::unexpected(wrong_type(value, "a time in UTC like 2026-01-31T12:00:00Z"));
  return *instant;
}

Result<std::vector<JsonValue>> as_array(JsonValue value) {
  if (value.kind() != JsonKind::array) return std::unexpected(wrong_type(value, "an array"));
  std::vector<JsonValue> elements;
  elements.reserve(value.size());
  for (auto element = value.first(); element; element = element->next()) elements.push_back(*element);
  return elements;
}

Result<Fields> Fields::of(JsonValue object, std::initializer_list<std::string_view> known) {
  if (object.kind() != JsonKind::object) return std::unexpected(wrong_type(object, "an object"));
  for (auto member = object.first(); member; member = member->next())
    if (std::ranges::find(known, member->key()) == known.end())
      return fail_at(member->pointer(), ErrorCode::unknown_field, "There is no such field here");
  return Fields{object};
}

Result<JsonValue> Fields::require(std::string_view name) const {
  const auto value = find(name);
  if (!value) return fail_at(pointer_to(object_, name), ErrorCode::validation_failed, "This is required");
  return *value;
}

}  // namespace souk::http
