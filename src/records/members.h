#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/money/money.h"
#include "commerce/text/names.h"
#include "commerce/time/instant.h"
#include "json/writer.h"

/// Writes the members of a stored object: one that has its default value is left out.
namespace souk::records {

class Members {
 public:
  explicit Members(json::Writer& writer) : writer_(writer) {}

  Members& text(std::string_view name, std::string_view value);
  /// Also when it is empty or zero: for members whose default is something else, so that another default one day leaves old
  /// records alone.
  Members& always(std::string_view name, std::string_view value);
  Members& always(std::string_view name, std::int64_t value);
  Members& integer(std::string_view name, std::int64_t value, std::int64_t absent = 0);
  Members& boolean(std::string_view name, bool value, bool absent);
  Members& instant(std::string_view name, Instant value) { return integer(name, value.time_since_epoch().count()); }
  Members& instant(std::string_view name, const std::optional<Instant>& value);
  Members& currency(std::string_view name, const Currency& value);
  /// The amount alone: the currency stands once in the record. Money in no currency is left out.
  Members& money(std::string_view name, const Money& value);
  Members& money(std::string_view name, const std::optional<Money>& value);
  Members& amounts(std::string_view name, const std::vector<Money>& values);
  Members& texts(std::string_view name, const std::vector<std::string>& values);
  Members& pairs(std::string_view name, const std::vector<std::pair<std::string, std::string>>& values);

  template <class Enum>
  Members& name(std::string_view member, Enum value, Enum absent) {
    return value == absent ? *this : text(member, name_of(value));
  }
  template <class Typed>
  Members& id(std::string_view name, const Typed& value) {
    return value == Typed{} ? *this : text(name, value.text());
  }
  template <class Typed>
  Members& id(std::string_view name, const std::optional<Typed>& value) {
    return value ? text(name, value->text()) : *this;
  }
  template <class Items, class Write>
  Members& items(std::string_view name, const Items& values, const Write& write) {
    if (values.empty()) return *this;
    writer_.key(name).begin_array();
    for (const auto& value : values) {
      writer_.begin_object();
      write(*this, value);
      writer_.end_object();
    }
    writer_.end_array();
    return *this;
  }
  template <class Write>
  Members& object(std::string_view name, const Write& write) {
    writer_.key(name).begin_object();
    write(*this);
    writer_.end_object();
    return *this;
  }

 private:
  json::Writer& writer_;
};

/// The whole record: `write(members)` inside one object.
template <class Write>
std::string record(const Write& write) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  Members members(writer);
  write(members);
  writer.end_object();
  return text;
}

}  // namespace souk::records
