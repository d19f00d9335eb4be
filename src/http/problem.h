#pragma once

#include "commerce/error/error.h"
#include "http/request.h"

namespace souk::http {

/// The one table from code to status: problem.cc.
int http_status(ErrorCode code);
/// RFC 9457: {type, title, status, detail, code, pointer?} as application/problem+json, `private, no-store`. 503 and 429 carry Retry-After.
Response problem(const Error& error);

}  // namespace souk::http
