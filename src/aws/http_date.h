#pragma once

#include <optional>
#include <string_view>

#include "commerce/time/instant.h"

namespace souk::aws {

/// "Sun, 22 Nov 2026 18:17:15 GMT", the one form that RFC 9110 lets servers send.
std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace souk::aws
