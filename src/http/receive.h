#pragma once

#include "commerce/access/principal.h"
#include "commerce/error/error.h"
#include "http/call.h"
#include "usecases/check_api_key.h"

namespace souk::http {

/// What every operation has checked before it runs: who asks and whether they may, framing, headers, and the body's JSON.
/// Errors: unauthorized, those of check_access, bad_framing, unsupported_encoding, unsupported_media_type,
/// precondition_required, idempotency_key_required, invalid_parameter, payload_too_large, and those of JsonDocument::parse.
Result<Call> receive(const Request& request, const OperationRow& row, const PathParameters& path,
                     const usecases::CheckApiKey& check_api_key, Instant now);

/// A guest when no credential is shown. Errors: unauthorized (one that is not valid: it must be right also where none is
/// needed).
Result<Principal> authenticated(const Request& request, const usecases::CheckApiKey& check_api_key);

}  // namespace souk::http
