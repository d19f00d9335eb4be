#pragma once

#include <string_view>

#include "commerce/error/error.h"

namespace souk {

inline constexpr std::size_t kMaxReturnUrl = 2048;  // what browsers, proxies and payment providers take

/// Whether a payment provider may send the shopper there: an absolute https URL (RFC 3986) with a host and without credentials,
/// or one of `own_origin`, which may be plain http ("http://127.0.0.1:8080" in development; empty: nowhere else). Errors:
/// validation_failed, too_long.
Result<void> check_return_url(std::string_view url, std::string_view own_origin);

}  // namespace souk
