#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "ports/clock.h"

namespace souk::server {

enum class LogLevel { debug, info, warning, error };

/// One value beside an event. Never an address, a name, a token or a path: routes are logged as templates.
struct LogField {
  LogField(std::string_view field_key, std::string_view text) : key(field_key), value(text) {}
  template <std::integral Number>
  LogField(std::string_view field_key, Number number) : key(field_key), value(static_cast<std::int64_t>(number)) {}

  std::string_view key;
  std::variant<std::string_view, std::int64_t> value;
};

/// One JSON object a line: {"time", "level", "event", fields...}. Written by a thread of its own; when its bounded queue is
/// full the oldest lines are lost, never a request delayed. Thread-safe.
class Log {
 public:
  /// `descriptor` stays the caller's and open; 2 is standard error.
  Log(int descriptor, LogLevel lowest, const ports::Clock& clock);
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  ~Log();  // after what was written has left

  void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {}) const;
  /// Whole lines, made elsewhere, the last line end left out.
  void write_lines(std::string_view lines) const;
  /// Waits until what was written before has left, at most so long: nobody may be reading. Whether it has.
  bool flush(std::chrono::milliseconds at_most) const;
  bool writes(LogLevel level) const { return level >= lowest_; }

 private:
  struct Sink;
  const LogLevel lowest_;
  const ports::Clock& clock_;
  std::unique_ptr<Sink> sink_;
};

/// Appends `text` as a JSON string. What is not UTF-8 or is a control character is escaped, so that a line stays a line.
void append_json_string(std::string& out, std::string_view text);

}  // namespace souk::server
