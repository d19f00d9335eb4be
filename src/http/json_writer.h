#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace souk::http {

/// Appends JSON to a string as it is told; no tree in between. The caller sees to it that begins and ends match. Text is valid UTF-8.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return begin('{'); }
  JsonWriter& end_object() { return end('}'); }
  JsonWriter& begin_array() { return begin('['); }
  JsonWriter& end_array() { return end(']'); }
  /// The name of the member whose value comes next.
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  JsonWriter& text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }

 private:
  JsonWriter& begin(char bracket);
  JsonWriter& end(char bracket);
  JsonWriter& raw(std::string_view value);
  void separate();
  void quote(std::string_view value);

  std::string& out_;
  bool first_ = true;  // nothing stands before the next value: no comma
};

}  // namespace souk::http
