#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace souk {

/// How an enum's values are spelled on the wire and in records, in their order from 0. Each enum has its own beside it:
/// template <> inline constexpr auto kNames<StockPolicy> = names({"untracked", "deny", "backorder"});
template <class Enum>
inline constexpr std::array<std::string_view, 0> kNames{};

template <std::size_t count>
constexpr std::array<std::string_view, count> names(const std::string_view (&spellings)[count]) {
  return std::to_array(spellings);
}

template <class Enum>
constexpr std::string_view name_of(Enum value) {
  return kNames<Enum>[static_cast<std::size_t>(value)];
}

/// The value of that name: named<StockPolicy>("deny").
template <class Enum>
constexpr std::optional<Enum> named(std::string_view name) {
  static_assert(!kNames<Enum>.empty(), "this enum has no names");
  for (std::size_t i = 0; i < kNames<Enum>.size(); ++i)
    if (kNames<Enum>[i] == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace souk
