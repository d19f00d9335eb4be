#pragma once

#include "commerce/access/principal.h"
#include "commerce/error/error.h"
#include "http/call.h"
#include "http/service_parts.h"

namespace souk::http {

/// What every operation has checked before it runs: who asks and whether they may, framing, headers, and the body's JSON.
/// Errors: unauthorized, invalid_token, those of check_access, csrf_failed, bad_framing, unsupported_encoding, unsupported_media_type,
/// precondition_required, idempotency_key_required, invalid_parameter, payload_too_large, and those of JsonDocument::parse.
Result<Call> receive(const Request& request, const OperationRow& row, const PathParameters& path, const ServiceParts& parts);

/// A guest when no credential is shown. Errors: unauthorized, invalid_token (one that is not valid: it must be right
/// also where none is needed).
Result<Principal> authenticated(const Request& request, const Verbs& verbs);

}  // namespace souk::http
