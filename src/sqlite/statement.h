#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"

struct sqlite3_stmt;

namespace souk::sqlite {

class Connection;
using Blob = std::vector<std::uint8_t>;

/// One compiled SQL text. The connection keeps it for the next call.
struct Prepared {
  sqlite3_stmt* handle = nullptr;
  bool in_use = false;
};

/// A prepared statement on loan from its connection: bound by Connection::query, stepped with next(), reset when it goes.
class Statement {
 public:
  Statement(Connection& connection, Prepared& cached);                     // given back
  Statement(Connection& connection, std::unique_ptr<Prepared> temporary);  // finalised
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  /// To the next row; false when there is none.
  Result<bool> next();
  bool writes() const;

  /// The current row's column, counted from 0: integers, bool, double, std::string, Blob, Instant, byte arrays, ids, enums with
  /// kNames, and std::optional of them. The schema's CHECKs promise what is in it; a blob of another length or an unknown name
  /// throws, since then nothing else can be trusted either.
  template <class T>
  T column(int index) const;
  /// Valid until next().
  std::string_view text(int index) const;
  std::span<const std::uint8_t> blob(int index) const;
  std::int64_t integer(int index) const;
  double real(int index) const;
  bool is_null(int index) const;
  /// Whether the other's current row has the same values, of the same types, to the last byte.
  bool has_same_row(const Statement& other) const;

  /// Binds parameters 1, 2, ... in this order; as many as the text has. Values are copied.
  template <class... Values>
  Result<void> bind(const Values&... values) {
    TRY(expect_parameters(sizeof...(Values)));
    int index = 0;
    bool bound = true;
    ((bound = bound && bind_one(++index, values)), ...);
    return bound ? Result<void>{} : std::unexpected(failure());
  }
  /// The same for values whose number and types are known at run time alone.
  template <class... Types>
  Result<void> bind_all(const std::vector<std::variant<Types...>>& values) {
    TRY(expect_parameters(values.size()));
    int index = 0;
    for (const auto& value : values) {
      ++index;
      if (!std::visit([&](const auto& typed) { return bind_one(index, typed); }, value)) return std::unexpected(failure());
    }
    return {};
  }

 private:
  Result<void> expect_parameters(std::size_t count) const;
  Error failure() const;
  void read_bytes(int index, std::span<std::uint8_t> into) const;
  [[noreturn]] void throw_unexpected(int index) const;

  bool bind_one(int index, std::nullopt_t);
  bool bind_one(int index, double value);
  bool bind_one(int index, std::string_view value);
  bool bind_one(int index, std::span<const std::uint8_t> value);
  bool bind_one(int index, std::int64_t value);
  bool bind_one(int index, std::integral auto value) { return bind_one(index, static_cast<std::int64_t>(value)); }
  bool bind_one(int index, const std::string& value) { return bind_one(index, std::string_view(value)); }
  bool bind_one(int index, const char* value) { return bind_one(index, std::string_view(value)); }
  bool bind_one(int index, const Blob& value) { return bind_one(index, std::span<const std::uint8_t>(value)); }
  bool bind_one(int index, Instant value) { return bind_one(index, value.time_since_epoch().count()); }
  template <std::size_t N>
  bool bind_one(int index, const std::array<std::uint8_t, N>& value) {
    return bind_one(index, std::span<const std::uint8_t>(value));
  }
  template <class Tag>
  bool bind_one(int index, const Id<Tag>& value) {
    return bind_one(index, value.bytes);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  bool bind_one(int index, Enum value) {
    return bind_one(index, name_of(value));
  }
  template <class T>
  bool bind_one(int index, const std::optional<T>& value) {
    return value ? bind_one(index, *value) : bind_one(index, std::nullopt);
  }

  Connection* connection_;
  Prepared* prepared_;
  std::unique_ptr<Prepared> temporary_;
};

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsId = false;
template <class Tag>
inline constexpr bool kIsId<Id<Tag>> = true;
template <class T>
inline constexpr bool kIsByteArray = false;
template <std::size_t N>
inline constexpr bool kIsByteArray<std::array<std::uint8_t, N>> = true;

template <class T>
T Statement::column(int index) const {
  if constexpr (kIsOptional<T>) {
    return is_null(index) ? T{} : T{column<typename T::value_type>(index)};
  } else if constexpr (kIsId<T>) {
    return T{column<IdBytes>(index)};
  } else if constexpr (kIsByteArray<T>) {
    T bytes;
    read_bytes(index, bytes);
    return bytes;
  } else if constexpr (std::same_as<T, bool>) {
    return integer(index) != 0;
  } else if constexpr (std::integral<T>) {
    return static_cast<T>(integer(index));
  } else if constexpr (std::is_enum_v<T>) {
    const auto value = named<T>(text(index));
    if (!value) throw_unexpected(index);
    return *value;
  } else if constexpr (std::same_as<T, double>) {
    return real(index);
  } else if constexpr (std::same_as<T, Instant>) {
    return Instant{std::chrono::milliseconds{integer(index)}};
  } else if constexpr (std::same_as<T, Blob>) {
    const auto bytes = blob(index);
    return Blob(bytes.begin(), bytes.end());
  } else {
    static_assert(std::same_as<T, std::string>, "no column of this type");
    return std::string(text(index));
  }
}

/// What a query of columns T... gives for a row: the value itself if it is one, else a tuple.
template <class... T>
struct RowOf {
  using type = std::tuple<T...>;
};
template <class T>
struct RowOf<T> {
  using type = T;
};
template <class... T>
using Row = typename RowOf<T...>::type;

template <class... T>
Row<T...> row_of(const Statement& statement) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return Row<T...>{statement.column<T>(static_cast<int>(I))...};
  }(std::index_sequence_for<T...>{});
}

}  // namespace souk::sqlite
