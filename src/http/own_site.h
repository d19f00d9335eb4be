#pragma once

#include <string>
#include <vector>

#include "commerce/error/error.h"
#include "http/request.h"

namespace souk::http {

/// Refuses what a page of another site makes a browser send with our cookie. A browser says where a request comes from in
/// Sec-Fetch-Site, older ones in Origin; a client that says neither is no browser and carries nobody's cookie unknowingly.
/// `trusted_origins`: of pages elsewhere that may log people in. `carries_cookie`: with one, also a body that a plain form could
/// have sent is refused. Errors: csrf_failed.
Result<void> check_own_site(const Request& request, const std::vector<std::string>& trusted_origins, bool carries_cookie);

/// "application/json", with no other charset than UTF-8 named.
bool is_json(std::string_view content_type);

}  // namespace souk::http
