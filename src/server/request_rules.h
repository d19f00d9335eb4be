#pragma once

#include <cstdint>
#include <string_view>

#include "commerce/error/error.h"
#include "http/request.h"

namespace souk::server {

/// What a header block says about the request behind it.
struct RequestShape {
  enum class Body { none, sized, chunked };
  Body body = Body::none;
  std::uint64_t length = 0;  // of a sized body
  bool expects_continue = false;
  bool ends_connection = false;  // a body where none belongs: nothing that stands behind it is believed
};

/// The raw header block of RFC 9112, request line to empty line, before any parser sees it: what lenient parsers repair (folded
/// lines, bare line ends) is refused, because the proxy in front may have repaired it in another way.
/// Errors: bad_header.
Result<void> check_raw_header(std::string_view block);

/// The parsed header: one meaning or none. RELIABILITY.md section 3, rows 1 to 7.
/// `request`: method, target and headers, views into the block that check_raw_header passed. `http_1_0`: the older version.
/// Errors: bad_framing, bad_header, uri_too_long, not_implemented (a transfer coding we do not know).
Result<RequestShape> shape_of(const http::Request& request, bool http_1_0);

inline constexpr std::size_t kMaxTargetBytes = 4096;

}  // namespace souk::server
