#include "server/request_rules.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "server/header_text.h"

namespace souk::server {
namespace {

// Longer than any method ever registered.
constexpr std::size_t kMaxMethodBytes = 32;

// Said twice, two readers may believe different ones.
constexpr std::array<std::string_view, 10> kSaidOnce{
    "host",          "content-length", "transfer-encoding", "content-type", "content-encoding",
    "authorization", "expect",         "idempotency-key",   "order-token",  "origin"};

constexpr std::string_view kUnclear = "The headers do not say clearly where the request ends";

/// The value stands right behind the colon, or behind one space, and nothing follows it. Vertical tabs, second spaces and the
/// like around a framing header are how two parsers are made to disagree.
bool stands_plainly(std::string_view value) {
  const char* const start = value.data();
  return (start[-1] == ':' || (start[-1] == ' ' && start[-2] == ':')) && start[value.size()] == '\r';
}

bool is_host(std::string_view value) {
  static constexpr std::string_view kMarks = ".-_:[]";
  return !value.empty() && std::ranges::all_of(value, [](char c) {
    return (c >= '0' && c <= '9') || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || kMarks.contains(c);
  });
}

/// Two readers of one connection may not agree on whether such a body exists: the seam that smuggling lives in.
bool may_carry_body(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "DELETE" && method != "OPTIONS";
}

Result<void> check_target(std::string_view target) {
  if (target.size() > kMaxTargetBytes) return fail(ErrorCode::uri_too_long, "The address is longer than 4 KiB");
  if (!target.starts_with('/')) return fail(ErrorCode::bad_header, "The request target must be a path that starts with /");
  if (std::ranges::any_of(target, [](char c) { return static_cast<unsigned char>(c) > 0x7e || c == '#'; }))
    return fail(ErrorCode::bad_header, "The request target has characters that must be percent-encoded");
  return {};
}

/// Seen as bits: which of kSaidOnce came already.
Result<void> note_once(std::string_view name, unsigned& seen) {
  const auto found = std::ranges::find(kSaidOnce, name);
  if (found == kSaidOnce.end()) return {};
  const unsigned bit = 1U << (found - kSaidOnce.begin());
  if ((seen & bit) != 0) {
    const bool framing = name == "content-length" || name == "transfer-encoding";
    return fail(framing ? ErrorCode::bad_framing : ErrorCode::bad_header, "The header " + std::string{name} + " came twice");
  }
  seen |= bit;
  return {};
}

Result<std::uint64_t> parse_length(std::string_view value) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (value.empty() || error != std::errc{} || end != value.data() + value.size() || !stands_plainly(value))
    return fail(ErrorCode::bad_framing, std::string{kUnclear});
  return length;
}

/// Only "chunked" passes. In front of it stand codings we do not know; behind it nothing may, or the body's end is unclear.
Result<void> check_coding(std::string_view value) {
  if (!stands_plainly(value)) return fail(ErrorCode::bad_framing, std::string{kUnclear});
  bool chunked = false;
  bool others = false;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t comma = std::min(value.find(',', at), value.size());
    const std::string_view coding = trimmed(value.substr(at, comma - at));
    if (coding.empty() || chunked) return fail(ErrorCode::bad_framing, std::string{kUnclear});
    chunked = equals_ignoring_case(coding, "chunked");
    others = others || !chunked;
    at = comma + 1;
  }
  if (others) return fail(ErrorCode::not_implemented, "The only transfer coding understood is chunked");
  return {};
}

}  // namespace

Result<void> check_raw_header(std::string_view block) {
  // The block ends with an empty line; every line end before it is looked at.
  for (std::size_t at = block.find('\n'); at != std::string_view::npos; at = block.find('\n', at + 1)) {
    if (at == 0 || block[at - 1] != '\r') return fail(ErrorCode::bad_header, "A line of the header does not end with CR LF");
    if (at + 1 < block.size() && (block[at + 1] == ' ' || block[at + 1] == '\t'))
      return fail(ErrorCode::bad_header, "A header is folded over two lines");
  }
  return {};
}

Result<RequestShape> shape_of(const http::Request& request, bool http_1_0) {
  if (request.method.size() > kMaxMethodBytes) return fail(ErrorCode::bad_framing, "The method is too long");
  TRY(check_target(request.target));

  RequestShape shape;
  unsigned seen = 0;
  bool has_host = false;
  for (const auto& [name, value] : request.headers) {
    TRY(note_once(name, seen));
    if (name == "host") {
      if (!is_host(value)) return fail(ErrorCode::bad_header, "The Host header is not a host");
      has_host = true;
    } else if (name == "content-length") {
      if (shape.body == RequestShape::Body::chunked) return fail(ErrorCode::bad_framing, std::string{kUnclear});
      TRY(shape.length, parse_length(value));
      if (shape.length > 0) shape.body = RequestShape::Body::sized;
    } else if (name == "transfer-encoding") {
      TRY(check_coding(value));
      if (http_1_0 || (seen & 2U) != 0) return fail(ErrorCode::bad_framing, std::string{kUnclear});
      shape.body = RequestShape::Body::chunked;
    } else if (name == "expect") {
      if (!equals_ignoring_case(value, "100-continue"))
        return fail(ErrorCode::bad_header, "The only expectation understood is 100-continue");
      shape.expects_continue = !http_1_0;
    }
  }
  if (!has_host && !http_1_0) return fail(ErrorCode::bad_header, "The Host header is missing");
  shape.ends_connection = shape.body != RequestShape::Body::none && !may_carry_body(request.method);
  return shape;
}

}  // namespace souk::server
