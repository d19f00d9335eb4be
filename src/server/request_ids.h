#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace souk::server {

/// Whether a client's X-Request-Id may go into answers and logs: 1 to 64 letters, digits, dots, dashes and underscores.
bool is_request_id(std::string_view text);
/// The trace id of a valid W3C traceparent, else empty.
std::string_view trace_id_of(std::string_view traceparent);

/// Makes request ids: unlike any other of this or another process, but not secret. Used by one thread.
class RequestIds {
 public:
  RequestIds();
  std::string_view next();  // 32 hexadecimal digits; valid until the next call

 private:
  std::uint64_t prefix_;
  std::uint64_t counter_;
  std::string text_;
};

}  // namespace souk::server
