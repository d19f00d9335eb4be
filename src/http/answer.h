#pragma once

#include <cstdint>
#include <string>

#include "http/request.h"
#include "ports/answers.h"

/// From outcomes to responses that are nobody else's business: `private, no-store`.
namespace souk::http {

/// The ETag of a version: "7" in quotes.
std::string version_tag(std::int64_t version);

ports::Answer json_answer(int status, std::string body);
/// With the ETag that the next If-Match names.
ports::Answer versioned_answer(int status, std::string body, std::int64_t version);

Response private_response(ports::Answer answer);
/// 204. `etag` may be empty.
Response no_content(std::string etag = {});

}  // namespace souk::http
