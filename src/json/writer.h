#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace souk::json {

/// Appends JSON to a string as it is told; no tree in between. The caller sees to it that begins and ends match. Text is valid
/// UTF-8.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  Writer& begin_object() { return begin('{'); }
  Writer& end_object() { return end('}'); }
  Writer& begin_array() { return begin('['); }
  Writer& end_array() { return end(']'); }
  /// The name of the member whose value comes next.
  Writer& key(std::string_view name);
  Writer& text(std::string_view value);
  Writer& integer(std::int64_t value);
  Writer& boolean(bool value) { return raw(value ? "true" : "false"); }
  Writer& null() { return raw("null"); }
  /// A whole value that is JSON already.
  Writer& written(std::string_view json) { return raw(json); }
  Writer& text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }

 private:
  Writer& begin(char bracket);
  Writer& end(char bracket);
  Writer& raw(std::string_view value);
  void separate();
  void quote(std::string_view value);

  std::string& out_;
  bool first_ = true;  // nothing stands before the next value: no comma
};

}  // namespace souk::json
