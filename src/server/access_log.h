#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "commerce/time/instant.h"
#include "server/log.h"

namespace souk::server {

/// What is kept of a request: nothing that names a person or an object of theirs.
struct AccessRecord {
  Instant time;
  std::string_view request_id;
  std::string_view trace_id;  // empty without one
  std::string_view method;
  std::string_view route;  // the template
  int status;
  std::chrono::microseconds took;
  std::size_t bytes_sent;
};

/// Gathers one thread's lines and hands them to the log in blocks: the request pays for its formatting, not for the writing.
/// Used by one thread.
class AccessLog {
 public:
  explicit AccessLog(const Log& log) : log_(log) {}
  ~AccessLog() { flush(); }

  void add(const AccessRecord& record);
  void flush();

 private:
  static constexpr std::size_t kBlockBytes = 16 << 10;

  std::string_view seconds_of(Instant time);

  const Log& log_;
  std::string block_{};
  Instant written_second_{std::chrono::milliseconds{-1}};
  std::string second_text_{};  // "2026-03-14T09:00:00": formatting a date costs more than the rest of the line
};

}  // namespace souk::server
