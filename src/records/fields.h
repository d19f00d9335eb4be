#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "commerce/error/error.h"
#include "commerce/id/id.h"
#include "commerce/money/money.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"

/// Reads the members of one stored JSON object. An absent member gives its default; one of another kind or out of its range
/// spoils the whole reading, which is said once, at the end, by Document::finish.
namespace souk::records {

class Fields {
 public:
  Fields(const boost::json::object* object, bool& intact) : object_(object), intact_(intact) {}

  std::string text(std::string_view name, std::string_view absent = {}) const;
  /// Counts, quantities and versions: from 0 to what JavaScript reads exactly.
  std::int64_t natural(std::string_view name, std::int64_t absent = 0) const;
  /// What may be below zero as well.
  std::int64_t integer(std::string_view name, std::int64_t absent = 0) const;
  bool boolean(std::string_view name, bool absent) const;
  /// Of the years 1970 to 9999, which RFC 3339 can tell.
  Instant instant(std::string_view name) const;
  std::optional<Instant> optional_instant(std::string_view name) const;
  Currency currency(std::string_view name) const;
  /// No stored amount is negative. Absent: Money{}, which is in no currency.
  Money money(std::string_view name, const Currency& currency) const;
  std::optional<Money> optional_money(std::string_view name, const Currency& currency) const;
  /// Bare amounts in one currency.
  std::vector<Money> amounts(std::string_view name, const Currency& currency) const;
  std::vector<std::string> texts(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> pairs(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// A member that is an object itself; without members when absent.
  Fields object(std::string_view name) const;

  template <class Enum>
  Enum name(std::string_view member, Enum absent) const {
    const auto* value = find(member);
    if (!value) return absent;
    const auto found = value->is_string() ? named<Enum>(std::string_view(value->get_string())) : std::nullopt;
    if (!found) spoil();
    return found.value_or(absent);
  }
  template <class Typed>
  Typed id(std::string_view name) const {
    return optional_id<Typed>(name).value_or(Typed{});
  }
  template <class Typed>
  std::optional<Typed> optional_id(std::string_view name) const {
    const auto* value = find(name);
    if (!value) return std::nullopt;
    const auto id = value->is_string() ? Typed::parse(std::string_view(value->get_string())) : std::nullopt;
    if (!id) spoil();
    return id;
  }
  template <class Item>
  std::vector<Item> items(std::string_view name, const std::function<Item(const Fields&)>& read) const {
    std::vector<Item> items;
    each(name, [&](const boost::json::value& value) {
      const auto* object = value.if_object();
      if (!object) return spoil();
      items.push_back(read(Fields{object, intact_}));
    });
    return items;
  }
  void each(std::string_view name, const std::function<void(const boost::json::value&)>& visit) const;
  void spoil() const { intact_ = false; }

 private:
  const boost::json::value* find(std::string_view name) const { return object_ ? object_->if_contains(name) : nullptr; }
  std::int64_t checked(const boost::json::value& value, std::int64_t largest) const;

  const boost::json::object* object_;
  bool& intact_;
};

/// One stored record, parsed.
class Document {
 public:
  explicit Document(std::string_view json);
  Fields root() { return {value_.if_object(), intact_}; }
  /// `value` if every member read was as it should be. Errors: corrupt.
  template <class T>
  Result<T> finish(T value, std::string_view what) const {
    if (intact_) return value;
    return fail(ErrorCode::corrupt, "A stored " + std::string(what) + " cannot be read");
  }

 private:
  std::array<unsigned char, 16 << 10> buffer_;  // most records fit
  boost::json::monotonic_resource memory_;
  boost::system::error_code error_;
  boost::json::value value_;
  bool intact_;
};

}  // namespace souk::records
