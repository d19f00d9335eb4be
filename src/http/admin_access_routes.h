#pragma once

#include "http/call.h"
#include "http/cursor.h"
#include "http/service_parts.h"

/// Who may work in the shop by key, and what was done in it.
namespace souk::http {

Result<Response> list_api_keys(const ServiceParts& parts, const Cursors& cursors, const Call& call);
Result<Response> create_api_key(const ServiceParts& parts, const Call& call);
Result<Response> revoke_api_key(const ServiceParts& parts, const Call& call);
Result<Response> list_audit_log(const ServiceParts& parts, const Cursors& cursors, const Call& call);

}  // namespace souk::http
