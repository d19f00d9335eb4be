#pragma once

#include <string>

#include "commerce/error/error.h"
#include "http/request.h"

namespace souk::http {

/// The one table from code to status: problem.cc.
int http_status(ErrorCode code);
/// RFC 9457: {type, title, status, detail, code, pointer?}. `type` leads to the page about the code, which the shop itself
/// serves.
std::string problem_document(const Error& error);
/// The same as application/problem+json, `private, no-store`. 503 and 429 carry Retry-After, 401 WWW-Authenticate.
Response problem(const Error& error);

}  // namespace souk::http
