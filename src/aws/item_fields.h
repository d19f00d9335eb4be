#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/dynamo_value.h"
#include "commerce/error/error.h"
#include "commerce/text/names.h"

namespace souk::aws {

/// Reads the attributes of one stored item. One that is missing or of another kind than asked for spoils the whole reading,
/// which is said once, at the end, by `finish`.
class ItemFields {
 public:
  explicit ItemFields(const Item& item) : item_(item) {}

  bool has(std::string_view name) const { return item_.contains(name); }
  std::int64_t integer(std::string_view name) { return held<std::int64_t>(name); }
  Instant instant(std::string_view name) { return Instant{std::chrono::milliseconds{integer(name)}}; }
  const std::string& text(std::string_view name) { return held<std::string>(name); }
  const ValueList& list(std::string_view name) { return held<ValueList>(name); }
  std::array<std::uint8_t, 32> hash(std::string_view name);
  std::optional<Instant> optional_instant(std::string_view name) {
    return has(name) ? std::optional(instant(name)) : std::nullopt;
  }

  template <class Typed>
  Typed id(std::string_view name) {
    const auto id = Typed::parse(text(name));
    if (!id) intact_ = false;
    return id.value_or(Typed{});
  }
  template <class Typed>
  std::optional<Typed> optional_id(std::string_view name) {
    return has(name) ? std::optional(id<Typed>(name)) : std::nullopt;
  }
  template <class Enum>
  Enum name(std::string_view member) {
    const auto value = named<Enum>(text(member));
    if (!value) intact_ = false;
    return value.value_or(Enum{});
  }

  /// `value` if every attribute read was as it should be. Errors: corrupt.
  template <class T>
  Result<T> finish(T value, std::string_view what) const {
    if (intact_) return value;
    return fail(ErrorCode::corrupt, "The shop's storage is damaged", "a stored " + std::string(what) + " cannot be read");
  }

 private:
  template <class T>
  const T& held(std::string_view name) {
    static const T absent{};
    const auto found = item_.find(name);
    const T* value = found == item_.end() ? nullptr : found->second.get<T>();
    if (value == nullptr) intact_ = false;
    return value == nullptr ? absent : *value;
  }

  const Item& item_;
  bool intact_ = true;
};

inline std::array<std::uint8_t, 32> ItemFields::hash(std::string_view name) {
  const Binary& bytes = held<Binary>(name);
  std::array<std::uint8_t, 32> hash{};
  if (bytes.size() != hash.size()) {
    intact_ = false;
    return hash;
  }
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = bytes[i];
  return hash;
}

inline Value binary(const std::array<std::uint8_t, 32>& hash) { return Binary(hash.begin(), hash.end()); }

}  // namespace souk::aws
