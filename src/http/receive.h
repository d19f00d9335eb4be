#pragma once

#include "commerce/error/error.h"
#include "http/call.h"
#include "usecases/check_api_key.h"

namespace souk::http {

/// What every operation has checked before it runs: who asks and whether they may, framing, headers, and the body's JSON.
/// Errors: unauthorized, forbidden, bad_framing, unsupported_encoding, unsupported_media_type, precondition_required,
/// idempotency_key_required, invalid_parameter, payload_too_large, and those of JsonDocument::parse.
Result<Call> receive(const Request& request, const OperationRow& row, const PathParameters& path,
                     const usecases::CheckApiKey& check_api_key);

/// Errors: unauthorized (an Authorization header that is no valid key).
Result<Caller> authenticated(const Request& request, const usecases::CheckApiKey& check_api_key);

}  // namespace souk::http
