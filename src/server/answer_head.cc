#include "server/answer_head.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "server/header_text.h"

namespace souk::server {
namespace {

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "Unnamed";  // the number is what counts
  }
}

struct DefaultHeader {
  std::string_view name;
  std::string_view lower_case_name;
  std::string_view value;
};

// An API's answers are never a page, never framed, and tell no other site where the shopper was.
constexpr std::array<DefaultHeader, 4> kDefaults{{
    {"X-Content-Type-Options", "x-content-type-options", "nosniff"},
    {"Referrer-Policy", "referrer-policy", "no-referrer"},
    {"X-Frame-Options", "x-frame-options", "DENY"},
    {"Content-Security-Policy", "content-security-policy", "default-src 'none'; frame-ancestors 'none'"},
}};

bool fits_on_a_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

void append_head(std::string& out, const http::Response& response, const AnswerFrame& frame) {
  auto end = std::back_inserter(out);
  fmt::format_to(end, "HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
  append_header(out, "Date", frame.date);
  if (has_content(response.status)) fmt::format_to(end, "Content-Length: {}\r\n", response.content().size());
  if (frame.closes)
    append_header(out, "Connection", "close");
  else if (frame.http_1_0)
    append_header(out, "Connection", "keep-alive");
  append_header(out, "X-Request-Id", frame.request_id);

  unsigned own = 0;  // bits: which defaults the response brings itself
  for (const auto& [name, value] : response.headers) {
    if (!fits_on_a_line(name) || !fits_on_a_line(value)) continue;
    for (std::size_t i = 0; i < kDefaults.size(); ++i)
      if (equals_ignoring_case(name, kDefaults[i].lower_case_name)) own |= 1U << i;
    append_header(out, name, value);
  }
  for (std::size_t i = 0; i < kDefaults.size(); ++i)
    if ((own >> i & 1U) == 0) append_header(out, kDefaults[i].name, kDefaults[i].value);
  if (frame.secure) append_header(out, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  out.append("\r\n");
}

}  // namespace souk::server
