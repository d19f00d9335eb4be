#include "records/members.h"

namespace souk::records {

Members& Members::text(std::string_view name, std::string_view value) {
  if (!value.empty()) writer_.key(name).text(value);
  return *this;
}

Members& Members::always(std::string_view name, std::string_view value) {
  writer_.key(name).text(value);
  return *this;
}

Members& Members::always(std::string_view name, std::int64_t value) {
  writer_.key(name).integer(value);
  return *this;
}

Members& Members::integer(std::string_view name, std::int64_t value, std::int64_t absent) {
  if (value != absent) writer_.key(name).integer(value);
  return *this;
}

Members& Members::boolean(std::string_view name, bool value, bool absent) {
  if (value != absent) writer_.key(name).boolean(value);
  return *this;
}

Members& Members::instant(std::string_view name, const std::optional<Instant>& value) {
  if (value) writer_.key(name).integer(value->time_since_epoch().count());
  return *this;
}

Members& Members::currency(std::string_view name, const Currency& value) {
  return value == Currency{} ? *this : text(name, value.code());
}

Members& Members::money(std::string_view name, const Money& value) {
  if (value.currency != Currency{}) writer_.key(name).integer(value.minor);
  return *this;
}

Members& Members::money(std::string_view name, const std::optional<Money>& value) {
  if (value) writer_.key(name).integer(value->minor);
  return *this;
}

Members& Members::amounts(std::string_view name, const std::vector<Money>& values) {
  if (values.empty()) return *this;
  writer_.key(name).begin_array();
  for (const Money value : values) writer_.integer(value.minor);
  writer_.end_array();
  return *this;
}

Members& Members::texts(std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return *this;
  writer_.key(name).begin_array();
  for (const auto& value : values) writer_.text(value);
  writer_.end_array();
  return *this;
}

Members& Members::pairs(std::string_view name, const std::vector<std::pair<std::string, std::string>>& values) {
  if (values.empty()) return *this;
  writer_.key(name).begin_array();
  for (const auto& [first, second] : values) {
    writer_.begin_array();
    writer_.text(first).text(second);
    writer_.end_array();
  }
  writer_.end_array();
  return *this;
}

}  // namespace souk::records
