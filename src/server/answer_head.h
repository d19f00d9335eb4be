#pragma once

#include <string>
#include <string_view>

#include "http/request.h"

namespace souk::server {

/// What an answer's head says beside the response itself.
struct AnswerFrame {
  std::string_view date;  // "Sat, 14 Mar 2026 09:00:00 GMT"
  std::string_view request_id;
  bool closes = false;  // the connection, after this answer
  bool http_1_0 = false;
  bool secure = false;  // the client came over TLS: it shall not come back without
};

/// Appends status line and headers, the empty line included. A header of the response whose value could not stand on one line
/// is left out. Security headers are defaults: the response's own win.
void append_head(std::string& out, const http::Response& response, const AnswerFrame& frame);

/// Whether this status may carry content at all.
constexpr bool has_content(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace souk::server
